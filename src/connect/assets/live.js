// Makes the live page smoother: it asks in the background and changes only what is new. Without it, the browser
// loads the whole page again by itself.
const { document, fetch, DOMParser, setTimeout, clearTimeout } = globalThis;
let timer;

function pageOf(html) {
  return new DOMParser().parseFromString(html, 'text/html');
}

function show(next) {
  const before = document.getElementById('content');
  const after = next.getElementById('content');
  if (before.dataset.stateKey === after.dataset.stateKey) return;
  // Somebody who is using the keyboard inside is put back to the top of what changed, not to nowhere.
  const hadFocus = before.contains(document.activeElement);
  document.title = next.title;
  before.replaceWith(document.adoptNode(after));
  if (hadFocus) after.focus({ preventScroll: true });
  const said = after.querySelector('[role="status"]');
  // Read out by screen readers only when it changes in place.
  if (said) said.textContent = `${said.textContent} `;
}

async function look() {
  clearTimeout(timer);
  try {
    const response = await fetch(document.location.href, { credentials: 'same-origin' });
    // Anything but the page that we know (session over, link withdrawn) is for the browser to show whole.
    if (!response.ok) return document.location.reload();
    show(pageOf(await response.text()));
  } catch {
    // Out of reach for a moment: the next look may succeed.
  }
  plan();
}

function plan() {
  clearTimeout(timer);
  const seconds = Number(document.getElementById('content').dataset.refreshSeconds);
  if (seconds > 0 && !document.hidden) timer = setTimeout(look, seconds * 1000);
}

// Coming back from Microsoft's tab is the moment when something is new.
document.addEventListener('visibilitychange', () => (document.hidden ? clearTimeout(timer) : look()));
plan();
