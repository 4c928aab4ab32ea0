import { html } from 'htm/preact';
import type { ComponentChildren, VNode } from 'preact';
import type { CspParty } from '../../core/csp-partners.ts';
import type { ErrorCode } from '../../core/errors.ts';
import type { TenantProfile } from '../../core/ports/microsoft.ts';
import type { ClaimableStep } from '../../core/steps.ts';
import type { TextKey } from '../../text/translate.ts';
import type { ConnectNote } from '../journey/journey-state.ts';
import { permissionList } from './landing-page.ts';
import type { Site } from './layout.ts';

export interface AuthorisedPartner {
  name: string;
  /** `said`: the customer has, they say, and Microsoft does not show it yet. */
  state: 'done' | 'said' | 'toDo';
}

interface Authorisation {
  url: string;
  party: CspParty;
  /** Whose turn it is. */
  name: string;
  partners: readonly AuthorisedPartner[];
  note?: 'lost' | 'partial' | 'agreement';
}

/** What stands under the step that is next. */
export type Panel =
  | { kind: 'connect'; note?: ConnectNote; missing?: readonly string[] }
  | { kind: 'settling' }
  | { kind: 'profileUnread' }
  | { kind: 'preparing' }
  | { kind: 'invitationUnread' }
  | { kind: 'confirm'; profile: TenantProfile }
  | { kind: 'approve'; url: string }
  | ({ kind: 'authorise' } & Authorisation)
  /** `isUnseen`: something was said to be done that Microsoft does not show yet. */
  | { kind: 'waiting'; trouble: boolean; isUnseen?: true }
  | { kind: 'stuck'; code: ErrorCode };

export function panelView(site: Site, panel: Panel, formToken: string): VNode {
  return html`<div class="panel">${contentOf(site, panel, formToken)}</div>`;
}

type Texts = readonly [heading: TextKey, ...paragraphs: TextKey[]];

/** Nothing to do: the page looks again by itself. */
const pauses = {
  settling: ['connect.settling.heading', 'connect.settling.what', 'connect.settling.keep'],
  profileUnread: ['connect.confirm.heading', 'connect.confirm.unread'],
  preparing: ['connect.preparing.heading', 'connect.preparing.what'],
  invitationUnread: ['connect.authorise.heading', 'connect.authorise.unread'],
} as const satisfies Record<string, Texts>;

type Pause = Extract<Panel, { kind: keyof typeof pauses }>;

function isPause(panel: Panel): panel is Pause {
  return panel.kind in pauses;
}

function contentOf(site: Site, panel: Panel, formToken: string): VNode {
  if (isPause(panel)) return waitPanel(site, pauses[panel.kind]);
  switch (panel.kind) {
    case 'connect':
      return connectPanel(site, panel, formToken);
    case 'confirm':
      return confirmPanel(site, panel.profile, formToken);
    case 'approve':
      return approvePanel(site, panel.url, formToken);
    case 'authorise':
      return authorisePanel(site, panel, formToken);
    case 'waiting':
      return waitingPanel(site, panel);
    case 'stuck':
      return messagePanel(site, stuckTexts(panel.code));
  }
}

function messagePanel({ t, companies }: Site, [heading, ...paragraphs]: Texts): VNode {
  const values = { ...companies };
  return html`<h3>${t(heading, values)}</h3>
    ${paragraphs.map((key) => html`<p>${t(key, values)}</p>`)}`;
}

function waitPanel(site: Site, texts: Texts): VNode {
  return html`<div class="wait"><span class="pulse" aria-hidden="true"></span>${messagePanel(site, texts)}</div>`;
}

function waitingPanel(site: Site, { trouble, isUnseen }: Extract<Panel, { kind: 'waiting' }>): VNode {
  if (trouble) return messagePanel(site, ['connect.waiting.heading', 'connect.waiting.trouble']);
  return waitPanel(site, ['connect.waiting.heading', isUnseen ? 'connect.waiting.unseen' : 'connect.waiting.what']);
}

/** Nothing that an administrator could do on Microsoft's pages. */
const stuckByCode: Partial<Record<ErrorCode, Texts>> = {
  REGION_MISMATCH: ['connect.stuck.unsuitableHeading', 'connect.stuck.region'],
  PARTNER_APPROVAL_PENDING: ['connect.stuck.oursHeading', 'connect.stuck.ours'],
  TENANT_SYNDICATED: ['connect.stuck.unsuitableHeading', 'connect.stuck.syndicated'],
  CUSTOMER_UNDER_REVIEW: ['connect.stuck.reviewHeading', 'connect.stuck.review'],
  TENANT_GONE: ['connect.problem.TENANT_GONE.title', 'connect.problem.TENANT_GONE.next'],
  TENANT_UNSUITABLE: ['connect.stuck.unsuitableHeading', 'connect.stuck.unsuitable'],
  RELATIONSHIP_EXPIRED: ['connect.stuck.heading', 'connect.stuck.ended'],
  RELATIONSHIP_TERMINATED: ['connect.stuck.heading', 'connect.stuck.ended'],
};

function stuckTexts(code: ErrorCode): Texts {
  return stuckByCode[code] ?? ['connect.stuck.otherHeading', 'connect.stuck.other'];
}

const connectNotes = {
  lost: 'connect.connect.lost',
  slow: 'connect.connect.slow',
  declined: 'connect.connect.declined',
  permission: 'connect.connect.permission',
  disabled: 'connect.connect.disabled',
} as const satisfies Record<ConnectNote, TextKey>;

type ConnectPanel = Extract<Panel, { kind: 'connect' }>;

function connectPanel(site: Site, { note, missing }: ConnectPanel, formToken: string): VNode {
  const { t, companies } = site;
  const values = { ...companies };
  return html`
    <h3>${t(note === 'disabled' ? 'connect.connect.disabledHeading' : 'connect.connect.heading')}</h3>
    ${note && html`<p class="note">${t(connectNotes[note], values)}</p>`} ${missing && missingList(site, missing)}
    ${note === 'disabled' && enableSteps(site)}
    ${
      note !== 'disabled' &&
      html`<p>${t('connect.connect.what', values)}</p>
        ${permissionList(site)}`
    }
    ${form({ action: '/connect/consent', formToken }, button(t('connect.connect.button'), 'primary'))}
  `;
}

/** In plain words where we have them; Microsoft's own name always, because its page shows that. */
function missingList({ t }: Site, missing: readonly string[]): VNode {
  return html`
    <ul class="permissions">
      ${missing.map((name) => {
        const key = permissionTexts[name];
        return html`<li>${key ? `${t(key)} (${name})` : name}</li>`;
      })}
    </ul>
  `;
}

const permissionTexts: Readonly<Record<string, TextKey | undefined>> = {
  'Organization.Read.All': 'connect.permission.organisation',
  'User.Read.All': 'connect.permission.users',
};

function enableSteps({ t, companies }: Site): VNode {
  const values = { ...companies };
  return html`
    <ol class="how">
      <li>${t('connect.connect.disabledFirst')}</li>
      <li>${t('connect.connect.disabledSecond', values)}</li>
      <li>${t('connect.connect.disabledThird')}</li>
    </ol>
  `;
}

const domainsShown = 6;

function confirmPanel({ t, companies }: Site, profile: TenantProfile, formToken: string): VNode {
  const more = profile.verifiedDomains.length - domainsShown;
  const domains = profile.verifiedDomains.slice(0, domainsShown).join(', ');
  const rows: [TextKey, string | undefined][] = [
    ['connect.confirm.name', profile.displayName],
    ['connect.confirm.defaultDomain', profile.defaultDomain],
    ['connect.confirm.country', profile.countryCode && countryName(t.language, profile.countryCode)],
    ['connect.confirm.city', profile.city],
    ['connect.confirm.domains', more > 0 ? `${domains} ${t('connect.confirm.moreDomains', { count: more })}` : domains],
    ['connect.confirm.tenantId', profile.tenantId],
  ];
  const shown = rows.filter(([, value]) => value !== undefined && value !== '');
  return html`
    <h3>${t('connect.confirm.heading')}</h3>
    <p>${t('connect.confirm.what', { ...companies })}</p>
    <dl>
      ${shown.map(
        ([key, value]) =>
          html`<div>
            <dt>${t(key)}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
    ${form({ action: '/connect/confirm', formToken }, button(t('connect.confirm.button'), 'primary'))}
    ${form({ action: '/connect/not-mine', formToken }, button(t('connect.confirm.no'), 'quiet'))}
  `;
}

/** Microsoft may send what is no country code; then it is shown as it came. */
function countryName(language: string, code: string): string {
  return /^[A-Z]{2}$/.test(code) ? (new Intl.DisplayNames(language, { type: 'region' }).of(code) ?? code) : code;
}

function approvePanel(site: Site, url: string, formToken: string): VNode {
  const { t, companies } = site;
  const values = { ...companies };
  return html`
    <h3>${t('connect.approve.heading', values)}</h3>
    <p>${t('connect.approve.what', values)}</p>
    ${adminCentre(site, { url, second: 'connect.approve.second' })}
    ${doneForm(site, { step: 'delegatedAdmin', formToken })}
  `;
}

const authoriseNotes = {
  lost: 'connect.authorise.lost',
  partial: 'connect.authorise.partial',
  agreement: 'connect.authorise.agreement',
} as const;

function authorisePanel(site: Site, panel: Extract<Panel, { kind: 'authorise' }>, formToken: string): VNode {
  const { t } = site;
  const { name: partner, partners, note } = panel;
  const isOne = partners.length < 2;
  const claim = note === 'agreement' ? ({ step: 'agreement' } as const) : ({ step: 'resellerRelationship' } as const);
  return html`
    <h3>${t('connect.authorise.heading', { partner })}</h3>
    ${note && html`<p class="note">${t(authoriseNotes[note], { partner })}</p>`}
    ${isOne ? undefined : partnerList(site, partners)}
    <p>${t(isOne ? 'connect.authorise.what' : 'connect.authorise.whatOneOf', { partner })}</p>
    ${adminCentre(site, { url: panel.url, second: 'connect.authorise.second' })}
    ${doneForm(site, { ...claim, formToken, ...(!isOne && { party: panel.party }) })}
  `;
}

/** Of two companies, each is authorised on a page of its own. */
function partnerList({ t }: Site, partners: readonly AuthorisedPartner[]): VNode {
  return html`
    <p>${t('connect.authorise.each', { count: partners.length })}</p>
    <ol class="how">
      ${partners.map(({ name, state }) => html`<li><strong>${name}</strong>: ${t(`connect.authorise.${state}`)}</li>`)}
    </ol>
  `;
}

/** Microsoft never sends anyone back from there: a new tab, and what to do in it. */
function adminCentre({ t }: Site, { url, second }: { url: string; second: TextKey }): VNode {
  return html`
    <ol class="how">
      <li>${t('connect.admin.first')}</li>
      <li>${t(second)}</li>
      <li>${t('connect.admin.third')}</li>
    </ol>
    <p class="actions">
      <a class="button primary" href=${url} target="_blank" rel="noopener noreferrer">
        ${t('connect.admin.open')} <span class="new-tab">${t('connect.newTab')}</span>
      </a>
    </p>
  `;
}

function doneForm(
  { t }: Site,
  { step, party, formToken }: { step: ClaimableStep; party?: CspParty; formToken: string },
): VNode {
  return html`
    ${form(
      { action: '/connect/done', formToken },
      html`<input type="hidden" name="step" value=${step} />
        ${party && html`<input type="hidden" name="party" value=${party} />`}
        ${button(t('connect.admin.done'), 'secondary')}`,
    )}
    <p class="hint">${t('connect.admin.notices')}</p>
    ${form(
      { action: '/connect/trouble', formToken },
      html`<input type="hidden" name="step" value=${step} />${button(t('connect.admin.trouble'), 'quiet')}`,
    )}
  `;
}

function form({ action, formToken }: { action: string; formToken: string }, inside: ComponentChildren): VNode {
  return html`
    <form method="post" action=${action}>
      <input type="hidden" name="formToken" value=${formToken} />
      ${inside}
    </form>
  `;
}

function button(label: string, look: 'primary' | 'secondary' | 'quiet'): VNode {
  return html`<button class=${look}>${label}</button>`;
}
