import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { renderPage, type Site } from './layout.ts';
import { panelView, type Panel } from './panels.ts';
import { siteSteps, stepsList, type SiteStep, type SiteSteps } from './steps-list.ts';

export interface Progress {
  /** The tenant's name where Microsoft told it, else its domain. */
  tenantName: string;
  userName: string;
  formToken: string;
  steps: SiteSteps;
  /** What to do now, and under which step it stands. */
  now: { step: SiteStep; panel: Panel };
  /** Microsoft's pages of steps that were said to be done but are not seen yet. */
  again: Partial<Record<SiteStep, string>>;
  live?: { refreshSeconds: number; key: string };
  /** The person asked the page not to update by itself. */
  isStill: boolean;
}

export const progressPath = '/connect/progress';
/** On the way there, for whom Microsoft did not tell the roles of. */
export const rolePath = '/connect/your-role';
export const signOutPath = '/connect/sign-out';
const stillPath = `${progressPath}?still=1`;

export function progressPage(site: Site, progress: Progress): string {
  const { t, companies } = site;
  const { steps, now, live, isStill, userName } = progress;
  const title = t('connect.progress.title', { tenant: progress.tenantName, ...companies });
  const count = { done: siteSteps.filter((name) => steps[name] === 'done').length, total: siteSteps.length };
  const inside = {
    ...Object.fromEntries(Object.entries(progress.again).map(([name, url]) => [name, againView(site, url)])),
    [now.step]: panelView(site, now.panel, progress.formToken),
  };
  const content = html`
    <section class="progress">
      <h1>${title}</h1>
      ${signedInAs(site, userName, progress.formToken)}
      <p class="count">
        <progress value=${count.done} max=${count.total} aria-hidden="true"></progress>
        <span role="status">${t('connect.progress.count', count)}</span>
      </p>
    </section>
    ${stepsList(site, steps, inside)} ${(live ?? isStill) && liveControls(site, isStill)}
  `;
  return renderPage(site, live === undefined || isStill ? { title, content } : { title, content, live });
}

/** Of this page and of Microsoft: the device may be shared. */
function signedInAs({ t }: Site, userName: string, formToken: string): VNode {
  return html`
    <div class="hint signed-in">
      <span>${t('connect.progress.signedInAs', { userName })}</span>
      <form method="post" action=${signOutPath}>
        <input type="hidden" name="formToken" value=${formToken} />
        <button class="link">${t('connect.progress.signOut')}</button>
      </form>
    </div>
  `;
}

/** Who reads slowly, or with a screen reader, may stop the page from changing under them. */
function liveControls({ t }: Site, isStill: boolean): VNode {
  return html`
    <div class="live hint centred">
      ${!isStill && html`<p>${t('connect.progress.live')}</p>`}
      <a href=${progressPath}>${t(isStill ? 'connect.progress.unstill' : 'connect.progress.refresh')}</a>
      ${!isStill && html` <a href=${stillPath}>${t('connect.progress.still')}</a>`}
    </div>
  `;
}

function againView({ t }: Site, url: string): VNode {
  return html`
    <p class="again hint">
      <a href=${url} target="_blank" rel="noopener noreferrer">${t('connect.admin.again')}</a>
      ${' '}${t('connect.newTab')}
    </p>
  `;
}

/** Also for whoever opens the link afterwards: it says nothing about the customer. */
export function donePage(site: Site): string {
  const { t, companies } = site;
  const title = t('connect.done.title');
  const values = { ...companies };
  const content = html`
    <section class="card finished">
      <span class="tick" aria-hidden="true"></span>
      <h1>${title}</h1>
      <p class="lead">${t('connect.done.what', values)}</p>
      <p>${t('connect.done.next', values)}</p>
    </section>
  `;
  return renderPage(site, { title, content });
}
