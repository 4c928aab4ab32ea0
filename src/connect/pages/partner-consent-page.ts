// Pages for the partner's own operator; customers never see one of them.
import { html } from 'htm/preact';
import { hasFailed, type CheckLevel } from '../../core/check-up/findings.ts';
import type { ConsentResult } from '../../core/use-cases/partner-consent.ts';
import { findingText } from '../../text/finding-text.ts';
import { renderPage, type Site } from './layout.ts';

/** Every way in which it can end without a service account. */
export type ConsentNotice =
  'unknown' | 'expired' | 'used' | 'otherTenant' | 'guest' | 'cancelled' | 'failed' | 'stray' | 'tooMany' | 'approved';

export interface ConsentNoticeDetails {
  /** The page's own address, to try again with. */
  path?: string;
  userName?: string;
  tenantId?: string;
  /** Ours, for the operator who looks into docs/errors.md. */
  code?: string;
  /** Finds it in Entra's sign-in log, or in ours. */
  reference?: string;
}

export function consentPage(
  site: Site,
  { tenantId, signInPath, expiresAt }: { tenantId: string; signInPath: string; expiresAt: Date },
): string {
  const { t, config } = site;
  const title = t('partnerConsent.title');
  const content = html`
    <section class="hero">
      <h1>${title}</h1>
      <p class="lead">${t('partnerConsent.lead', { partner: config.partnerName })}</p>
      <form method="post" action=${signInPath}>
        <button class="primary">${t('partnerConsent.begin')}</button>
      </form>
      <p class="hint">${t('partnerConsent.beginHint')}</p>
    </section>
    <section class="card">
      <h2>${t('partnerConsent.which')}</h2>
      <ul class="plain">
        <li>${t('partnerConsent.whichTenant', { tenantId })}</li>
        <li>${t('partnerConsent.whichRole')}</li>
        <li>${t('partnerConsent.whichMfa')}</li>
        <li>${t('partnerConsent.whichOwn')}</li>
      </ul>
    </section>
    <section class="card">
      <h2>${t('partnerConsent.asks')}</h2>
      <ul class="permissions">
        <li>${t('partnerConsent.asksPartnerCenter')}</li>
        <li>${t('partnerConsent.asksRelationships')}</li>
        <li>${t('partnerConsent.asksOffline')}</li>
      </ul>
    </section>
    <section class="card">
      <h2>${t('partnerConsent.then')}</h2>
      <ul class="plain">
        <li>${t('partnerConsent.thenKept')}</li>
        <li>${t('partnerConsent.thenReplaced')}</li>
        <li>${t('partnerConsent.thenTried')}</li>
      </ul>
    </section>
    <p class="hint centred">${t('partnerConsent.expires', { expiresAt })}</p>
  `;
  return renderPage(site, { title, content });
}

const looks: Record<CheckLevel, 'done' | 'attention' | 'later'> = {
  passed: 'done',
  warning: 'attention',
  failed: 'attention',
  skipped: 'later',
};

export function consentResultPage(site: Site, { userName, findings }: ConsentResult): string {
  const { t } = site;
  const isGood = !hasFailed(findings);
  const title = t(isGood ? 'partnerConsent.done' : 'partnerConsent.notYet');
  const content = html`
    <section class="hero">
      <h1>${title}</h1>
      <p class="lead">${t('partnerConsent.account', { userName })}</p>
      <p>${t(isGood ? 'partnerConsent.doneNext' : 'partnerConsent.notYetNext')}</p>
    </section>
    <section class="card">
      <ol class="steps">
        ${findings.map((finding) => {
          const { check, level, says } = findingText(t, finding);
          return html`
            <li class=${`step ${looks[level]}`}>
              <div class="step-head">
                <h2>${check}</h2>
                <span class="state">${t(`doctor.level.${level}`)}</span>
              </div>
              <p class="what">${says}</p>
            </li>
          `;
        })}
      </ol>
    </section>
  `;
  return renderPage(site, { title, content });
}

export function consentNoticePage(site: Site, notice: ConsentNotice, details: ConsentNoticeDetails): string {
  const { t, config } = site;
  const { path, userName = '', tenantId = '', code = '', reference } = details;
  const values = { userName, tenantId, code };
  const title = t(`partnerConsent.${notice}.title`);
  const isWrongAccount = notice === 'otherTenant' || notice === 'guest';
  const content = html`
    <section class="card problem">
      <h1>${title}</h1>
      <p>${t(`partnerConsent.${notice}.what`, values)}</p>
      <p>${t(`partnerConsent.${notice}.next`, values)}</p>
      <p class="actions">
        ${path !== undefined && notice !== 'used' && html`<a class="button primary" href=${path}>${t('connect.problem.again')}</a>`}
        ${
          config.signOutUrl !== undefined &&
          isWrongAccount &&
          html`<a class="button" href=${config.signOutUrl} target="_blank" rel="noopener noreferrer">
            ${t('connect.problem.signOut')} <span class="hint">${t('connect.newTab')}</span>
          </a>`
        }
      </p>
      ${reference !== undefined && html`<p class="hint">${t('connect.problem.reference', { reference })}</p>`}
    </section>
  `;
  return renderPage(site, { title, content });
}
