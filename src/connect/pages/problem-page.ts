import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { TextKey } from '../../text/translate.ts';
import { renderPage, type Site } from './layout.ts';

interface ProblemSpec {
  status: number;
  /** Who can remove it, where that is neither the person in front of the page nor the partner, whom what follows names. */
  who?: 'it' | 'administrator';
  /** The person signed in with an account that will not do. */
  isWrongAccount?: true;
  /** They said no themselves: nothing went wrong that an IT department could look up. */
  isOwnChoice?: true;
}

/**
 * Every way in which a visit can end other than well; each has a title, what happened, and what to do next. What core
 * has a code for goes by that code.
 */
export const problemSpecs = {
  LINK_UNKNOWN: { status: 404 },
  LINK_EXPIRED: { status: 410 },
  LINK_REVOKED: { status: 410 },
  TRANSITION_CLOSED: { status: 410 },
  SIGN_IN_CANCELLED: { status: 200, isOwnChoice: true },
  SIGN_IN_FAILED: { status: 403 },
  SIGN_IN_NEEDS_MFA: { status: 403, who: 'it' },
  SIGN_IN_BLOCKED: { status: 403, who: 'it' },
  CROSS_TENANT_BLOCKED: { status: 403, who: 'it' },
  APP_DISABLED: { status: 403, who: 'it' },
  TENANT_GONE: { status: 410 },
  TENANT_IN_OTHER_CLOUD: { status: 403 },
  STATE_MISMATCH: { status: 400 },
  WRONG_TENANT: { status: 403, isWrongAccount: true },
  PARTNER_ACCOUNT: { status: 403, isWrongAccount: true },
  PERSONAL_ACCOUNT: { status: 403, isWrongAccount: true },
  GUEST_ACCOUNT: { status: 403, who: 'administrator', isWrongAccount: true },
  NOT_ADMINISTRATOR: { status: 403, who: 'administrator', isWrongAccount: true },
  ROLE_UNKNOWN: { status: 200 },
  CONSENT_DECLINED: { status: 200, isOwnChoice: true },
  NOT_MINE: { status: 200 },
  ADMIN_CENTRE_ERROR: { status: 200 },
  SESSION_ENDED: { status: 403 },
  FORM_REFUSED: { status: 403 },
  TOO_MANY: { status: 429 },
  TEMPORARY: { status: 503 },
  BUSY: { status: 503 },
  NOT_FOUND: { status: 404 },
  UNEXPECTED: { status: 500 },
} as const satisfies Record<string, ProblemSpec>;
export type Problem = keyof typeof problemSpecs;

export interface ProblemDetails {
  /** Finds the request in the logs. */
  reference?: string;
  userName?: string;
  domain?: string;
  /** The account is of another organisation, which the partner can change the request to. */
  canTakeTenant?: true;
  /** The Partner Connect link's own page, absolute: to begin again, or to forward. */
  link?: string;
  /** Where "back" leads, for problems in the middle of the journey. */
  backPath?: string;
  /** Where Microsoft refused: what it calls this refusal. */
  trace?: MicrosoftTrace;
  /** Where the link has ended: the form that asks staff for a new one, or that they know. */
  newLink?: { kind: 'ask'; path: string } | { kind: 'asked' };
}

/** What the customer's IT department finds the refusal by in its own sign-in log. */
interface MicrosoftTrace {
  correlationId?: string;
  number?: number;
  at: Date;
}

export function problemPage(site: Site, problem: Problem, details: ProblemDetails): string {
  const { t, companies } = site;
  const { domain = '', link, reference } = details;
  const spec: ProblemSpec = problemSpecs[problem];
  const userName = details.userName ?? t('connect.problem.unnamed');
  const values = { ...companies, userName, domain };
  const title = t(`connect.problem.${problem}.title`);
  const content = html`
    <section class="card problem">
      <h1>${title}</h1>
      <p>${t(`connect.problem.${problem}.what`, values)}</p>
      ${details.newLink?.kind === 'asked' ? alreadyAsked(site) : html`<p>${t(nextKey(problem, details), values)}</p>`}
      ${spec.who !== undefined && html`<p class="who">${t(`connect.problem.who.${spec.who}`, values)}</p>`}
      ${actions(site, problem, details)} ${problem === 'NOT_ADMINISTRATOR' && link !== undefined && forward(site, link)}
      ${traceView(site, { problem, spec, trace: details.trace })}
      ${reference !== undefined && html`<p class="hint">${t('connect.problem.reference', { reference })}</p>`}
    </section>
  `;
  return renderPage(site, { title, content });
}

function nextKey(problem: Problem, { canTakeTenant }: ProblemDetails): TextKey {
  const isChangeable = problem === 'WRONG_TENANT' && canTakeTenant;
  return isChangeable ? 'connect.problem.WRONG_TENANT.nextChange' : `connect.problem.${problem}.next`;
}

function actions(site: Site, problem: Problem, { link, backPath, newLink }: ProblemDetails): VNode {
  const { t, config } = site;
  const spec: ProblemSpec = problemSpecs[problem];
  const isSure = problem === 'ROLE_UNKNOWN';
  return html`
    <p class="actions">
      ${link !== undefined && html`<a class="button primary" href=${link}>${t('connect.problem.again')}</a>`}
      ${
        backPath !== undefined &&
        html`<a class=${isSure ? 'button primary' : 'button'} href=${backPath}>
          ${t(isSure ? 'connect.problem.sure' : 'connect.problem.back')}
        </a>`
      }
      ${
        config.signOutUrl !== undefined &&
        spec.isWrongAccount === true &&
        html`<a class="button" href=${config.signOutUrl} target="_blank" rel="noopener noreferrer">
          ${t('connect.problem.signOut')} <span class="new-tab">${t('connect.newTab')}</span>
        </a>`
      }
    </p>
    ${newLink?.kind === 'ask' && askForLink(site, newLink.path)}
  `;
}

function askForLink({ t, companies }: Site, path: string): VNode {
  return html`
    <form method="post" action=${path}>
      <button class="primary">${t('connect.problem.newLinkAsk', { ...companies })}</button>
    </form>
  `;
}

function alreadyAsked({ t, companies }: Site): VNode {
  return html`<p class="note good">${t('connect.problem.newLinkAsked', { ...companies })}</p>`;
}

interface Traced {
  problem: Problem;
  spec: ProblemSpec;
  trace: MicrosoftTrace | undefined;
}

/** Microsoft's own words are for nobody; its number and correlation id are for whoever can look them up. */
function traceView({ t, companies }: Site, { problem, spec, trace }: Traced): VNode | undefined {
  if (!trace || spec.isOwnChoice) return undefined;
  const { number, correlationId, at } = trace;
  const moment = at.toISOString().slice(0, 19).replace('T', ' ');
  const rows = [
    [t('connect.trace.number'), number === undefined ? undefined : `AADSTS${String(number)}`],
    [t('connect.trace.correlationId'), correlationId],
    [t('connect.trace.time'), `${moment} UTC`],
  ] as const;
  const shown = rows.flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }]));
  const values = {
    ...companies,
    title: t(`connect.problem.${problem}.title`),
    details: shown.map(({ name, value }) => `${name}: ${value}`).join('\n'),
  };
  const subject = encodeURIComponent(t('connect.trace.mailSubject', values));
  const body = encodeURIComponent(t('connect.trace.mailBody', values));
  return html`
    <div class="forward">
      <h2>${t('connect.trace.heading')}</h2>
      <dl>
        ${shown.map(
          ({ name, value }) =>
            html`<div>
              <dt>${name}</dt>
              <dd>${value}</dd>
            </div>`,
        )}
      </dl>
      ${
        spec.who === 'it' &&
        html`<p class="actions">
          <a class="button" href=${`mailto:?subject=${subject}&body=${body}`}>${t('connect.trace.mail')}</a>
        </p>`
      }
    </div>
  `;
}

function forward({ t, companies }: Site, link: string): VNode {
  const values = { ...companies, link };
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
