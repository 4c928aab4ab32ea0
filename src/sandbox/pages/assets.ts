// The sandbox's style sheet and its one script. Served by the sandbox itself: no page loads anything from elsewhere.

import type { Route, SandboxResponse } from '../server/message.ts';

const styleSheet = `
:root { color-scheme: light dark; --ink: #1d2430; --soft: #566073; --paper: #ffffff; --ground: #f1f3f7; --line: #d4d9e2;
  --accent: #1b5e8a; --accent-ink: #ffffff; --good: #e3f4e8; --good-line: #2f7d4b; --bad: #fdeaea; --bad-line: #b3322f; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ebf1; --soft: #a9b2c3; --paper: #1c222d; --ground: #12161d;
  --line: #38414f; --accent: #7db8e0; --accent-ink: #0d1a24; --good: #17301f; --good-line: #67b883; --bad: #3a1c1c;
  --bad-line: #e28a86; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1rem/1.5 system-ui, -apple-system, 'Segoe UI', Roboto,
  sans-serif; overflow-wrap: anywhere; }
.bar { background: #ffd76a; color: #3a2c00; padding: .3rem 1rem; font-size: .85rem; text-align: center; }
.bar a { color: inherit; font-weight: 600; }
header { margin: 0 auto; padding: 1rem 1rem 0; }
.site { margin: 0; color: var(--soft); font-weight: 600; letter-spacing: .01em; }
main { background: var(--paper); margin: .75rem auto 2rem; padding: 1.25rem 1rem; border: 1px solid var(--line);
  border-radius: .6rem; }
main.narrow, header.narrow { width: min(34rem, calc(100% - 1.5rem)); }
main.wide, header.wide { width: min(68rem, calc(100% - 1.5rem)); }
@media (min-width: 40rem) { main { padding: 2rem; } }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .75rem; }
h2 { font-size: 1.1rem; margin: 1.75rem 0 .5rem; }
p { margin: .5rem 0; } ul { padding-left: 1.25rem; }
a { color: var(--accent); }
.soft { color: var(--soft); font-size: .92rem; }
code { font-size: .9em; background: var(--ground); padding: .1em .3em; border-radius: .25rem; }
form { margin: .75rem 0; }
label { display: block; font-weight: 600; }
label.tick { font-weight: 400; display: flex; gap: .6rem; align-items: flex-start; margin: .75rem 0; }
label.tick input { width: 1.25rem; height: 1.25rem; margin-top: .15rem; flex: none; }
input[type=text], input[type=email] { width: 100%; font: inherit; padding: .6rem .7rem; margin: .25rem 0 .6rem;
  border: 1px solid var(--soft); border-radius: .35rem; background: var(--paper); color: inherit; }
button, .button { font: inherit; font-weight: 600; padding: .65rem 1.1rem; min-height: 2.75rem; border-radius: .35rem;
  border: 1px solid var(--accent); background: var(--paper); color: var(--accent); cursor: pointer; }
button.main { background: var(--accent); color: var(--accent-ink); }
button:focus-visible, a:focus-visible, input:focus-visible, summary:focus-visible { outline: 3px solid #e08a00;
  outline-offset: 2px; }
.actions { display: flex; flex-wrap: wrap; gap: .6rem; margin-top: 1rem; }
ul.people { list-style: none; padding: 0; margin: .75rem 0; display: grid; gap: .5rem; }
ul.people form { margin: 0; }
ul.people button { width: 100%; text-align: left; border-color: var(--line); color: var(--ink); font-weight: 400; }
ul.people button:hover { border-color: var(--accent); }
ul.people strong { display: block; }
.notice { border-left: .3rem solid var(--soft); background: var(--ground); padding: .6rem .9rem; margin: .75rem 0;
  border-radius: .25rem; }
.notice.good { border-color: var(--good-line); background: var(--good); }
.notice.bad { border-color: var(--bad-line); background: var(--bad); }
dl { display: grid; gap: .15rem .9rem; margin: .75rem 0; }
@media (min-width: 32rem) { dl { grid-template-columns: minmax(8rem, max-content) 1fr; } }
dt { color: var(--soft); } dd { margin: 0 0 .35rem; }
.cards { display: grid; align-items: start; gap: .75rem; padding: 0; list-style: none; }
@media (min-width: 48rem) { .cards { grid-template-columns: 1fr 1fr; } }
.cards > li { border: 1px solid var(--line); border-radius: .5rem; padding: .9rem 1rem; }
.cards h3 { margin: 0 0 .2rem; font-size: 1.05rem; }
.mail { width: 100%; min-height: 24rem; border: 1px solid var(--line); border-radius: .35rem; background: #ffffff; }
pre { white-space: pre-wrap; background: var(--ground); padding: .9rem; border-radius: .35rem; }
nav.here { display: flex; flex-wrap: wrap; gap: .3rem 1rem; font-size: .92rem; margin: 0 0 1rem; }
`;

// The admin centre's real addresses carry the page behind a "#", which a server never sees.
const adminRoute = `
const go = () => {
  const match = /^#\\/partners\\/invitation\\/granularAdminRelationships\\/([0-9a-fA-F-]{36,80})$/.exec(location.hash);
  if (match) location.replace('/admin/AdminPortal/partners/invitation/granularAdminRelationships/' + match[1]);
};
addEventListener('hashchange', go);
go();
`;

function asset(contentType: string, body: string): SandboxResponse {
  return { status: 200, headers: { 'content-type': contentType, 'cache-control': 'no-cache' }, body };
}

export const assetRoutes: readonly Route[] = [
  { method: 'GET', path: '/assets/sandbox.css', handle: () => asset('text/css; charset=utf-8', styleSheet) },
  { method: 'GET', path: '/assets/admin-route.js', handle: () => asset('text/javascript; charset=utf-8', adminRoute) },
  { method: 'GET', path: '/favicon.ico', handle: () => ({ status: 204, headers: {}, body: '' }) },
];
