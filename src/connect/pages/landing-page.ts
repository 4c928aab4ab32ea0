import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { sellsThroughProvider } from '../../core/companies.ts';
import type { TextKey } from '../../text/translate.ts';
import { renderPage, type Site } from './layout.ts';
import { stepsList, stepsOutline, type SiteSteps } from './steps-list.ts';

export interface Landing {
  signInPath: string;
  expiresAt: Date;
  /** Where it stands, once something was done. Names nobody: whoever has the link sees it. */
  begun?: SiteSteps;
  /** Why the sign-in would not succeed now. */
  obstacle?: 'APP_DISABLED' | 'TENANT_GONE';
}

/** Who asks, for what, why, what they will see, how long it takes. */
export function landingPage(site: Site, landing: Landing): string {
  const { t, companies } = site;
  const names = { ...companies };
  const title = t('connect.landing.title', names);
  const lead = t(sellsThroughProvider(companies) ? 'connect.landing.leadProvider' : 'connect.landing.lead', names);
  const content = html`
    <section class="hero">
      <h1>${title}</h1>
      <p class="lead">${lead}</p>
      ${landing.obstacle && html`<p class="note">${t(obstacleTexts[landing.obstacle], names)}</p>`}
      <form method="post" action=${landing.signInPath}>
        <button class="primary">${t(landing.begun ? 'connect.landing.resume' : 'connect.landing.begin')}</button>
      </form>
      <p class="hint">${t('connect.landing.beginHint')}</p>
    </section>
    <section class="card">
      <h2>${t('connect.landing.need')}</h2>
      <ul class="plain">
        <li>${t('connect.landing.needAccount')}</li>
        <li>${t('connect.landing.needTime')}</li>
        <li>${t('connect.landing.needNothing')}</li>
      </ul>
      <p class="hint">${t('connect.landing.notYou')}</p>
    </section>
    <section class="card">
      ${
        landing.begun
          ? stepsList(site, landing.begun)
          : html`<h2>${t('connect.landing.steps')}</h2>
              ${stepsOutline(site)}`
      }
    </section>
    <section class="card">
      <h2>${t('connect.landing.permissions', names)}</h2>
      ${permissionList(site)}
    </section>
    <p class="hint centred">${t('connect.landing.expires', { expires: landing.expiresAt })}</p>
  `;
  return renderPage(site, { title, content });
}

const obstacleTexts = {
  APP_DISABLED: 'connect.landing.disabled',
  TENANT_GONE: 'connect.landing.gone',
} as const satisfies Record<NonNullable<Landing['obstacle']>, TextKey>;

/** What the Directory Connection allows, in plain words. */
export function permissionList({ t }: Site): VNode {
  return html`
    <ul class="permissions">
      <li>${t('connect.permission.organisation')}</li>
      <li>${t('connect.permission.users')}</li>
    </ul>
    <p>${t('connect.permission.never')}</p>
    <p class="hint">${t('connect.permission.revoke')}</p>
  `;
}
