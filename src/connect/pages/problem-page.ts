import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { renderPage, type Site } from './layout.ts';

/** Every way in which a visit can end other than well; each has a title, what happened, and what to do next. */
export type Problem =
  | 'LINK_UNKNOWN'
  | 'LINK_EXPIRED'
  | 'LINK_REVOKED'
  | 'TRANSITION_CLOSED'
  | 'SIGN_IN_CANCELLED'
  | 'SIGN_IN_FAILED'
  | 'SIGN_IN_NEEDS_MFA'
  | 'SIGN_IN_BLOCKED'
  | 'CROSS_TENANT_BLOCKED'
  | 'APP_DISABLED'
  | 'TENANT_GONE'
  | 'STATE_MISMATCH'
  | 'WRONG_TENANT'
  | 'PARTNER_ACCOUNT'
  | 'PERSONAL_ACCOUNT'
  | 'GUEST_ACCOUNT'
  | 'NOT_ADMINISTRATOR'
  | 'CONSENT_DECLINED'
  | 'NOT_MINE'
  | 'ADMIN_CENTRE_ERROR'
  | 'SESSION_ENDED'
  | 'FORM_REFUSED'
  | 'TOO_MANY'
  | 'TEMPORARY'
  | 'BUSY'
  | 'NOT_FOUND'
  | 'UNEXPECTED';

export interface ProblemDetails {
  /** Finds the request in the logs. */
  reference?: string;
  userName?: string;
  domain?: string;
  /** The Partner Connect link's own page, absolute: to begin again, or to forward. */
  link?: string;
  /** Where "back" leads, for problems in the middle of the journey. */
  backPath?: string;
}

/** Only where a person signed in with an account that will not do. */
const wrongAccount: readonly Problem[] = ['WRONG_TENANT', 'PARTNER_ACCOUNT', 'PERSONAL_ACCOUNT', 'GUEST_ACCOUNT'];

export function problemPage(site: Site, problem: Problem, details: ProblemDetails): string {
  const { t, config } = site;
  const { userName = '', domain = '', link, backPath, reference } = details;
  const values = { partner: config.partnerName, userName, domain };
  const title = t(`connect.problem.${problem}.title`);
  const content = html`
    <section class="card problem">
      <h1>${title}</h1>
      <p>${t(`connect.problem.${problem}.what`, values)}</p>
      <p>${t(`connect.problem.${problem}.next`, values)}</p>
      <p class="actions">
        ${link !== undefined && html`<a class="button primary" href=${link}>${t('connect.problem.again')}</a>`}
        ${backPath !== undefined && html`<a class="button" href=${backPath}>${t('connect.problem.back')}</a>`}
        ${
          config.signOutUrl !== undefined &&
          wrongAccount.includes(problem) &&
          html`<a class="button" href=${config.signOutUrl} target="_blank" rel="noopener noreferrer">
            ${t('connect.problem.signOut')} <span class="hint">${t('connect.newTab')}</span>
          </a>`
        }
      </p>
      ${problem === 'NOT_ADMINISTRATOR' && link !== undefined && forward(site, link)}
      ${reference !== undefined && html`<p class="hint">${t('connect.problem.reference', { reference })}</p>`}
    </section>
  `;
  return renderPage(site, { title, content });
}

function forward({ t, config }: Site, link: string): VNode {
  const values = { partner: config.partnerName, link };
  const subject = encodeURIComponent(t('connect.problem.NOT_ADMINISTRATOR.mailSubject', values));
  const body = encodeURIComponent(t('connect.problem.NOT_ADMINISTRATOR.mailBody', values));
  return html`
    <div class="forward">
      <h2>${t('connect.problem.NOT_ADMINISTRATOR.forward')}</h2>
      <label for="link">${t('connect.problem.NOT_ADMINISTRATOR.linkLabel')}</label>
      <input id="link" type="text" readonly value=${link} />
      <p class="actions">
        <a class="button" href=${`mailto:?subject=${subject}&body=${body}`}>
          ${t('connect.problem.NOT_ADMINISTRATOR.mail')}
        </a>
      </p>
    </div>
  `;
}
