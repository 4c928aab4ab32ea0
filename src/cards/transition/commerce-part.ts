import { partnerModelOf } from '../../core/csp-partners.ts';
import { canWantQualification } from '../../core/use-cases/staff/want-qualification.ts';
import { qualificationProblem, type QualificationProgress } from '../../core/qualification.ts';
import type { Status } from '../../core/status.ts';
import type { StepName } from '../../core/steps.ts';
import { hasDecayed, type Transition } from '../../core/transition.ts';
import type { TextKey, Translate } from '../../text/translate.ts';
import { afterCare } from './after-care.ts';
import { submitButton, toggleButton, type Button } from '../buttons.ts';
import { optional, type Optional } from '../forms/form.ts';
import { plain } from '../plain.ts';
import { obstacle } from './status-look.ts';

interface Line {
  line: string;
}

interface QualificationBadge {
  icon: string;
  color: string;
  badge: string;
}

export interface CommercePart {
  qualification: Optional<QualificationBadge>;
  qualificationActions: Optional<{ actions: readonly Button[] }>;
  /** Behind its button: it is for a mail, not for reading here. */
  providerText: Optional<{ open: readonly Button[]; lines: readonly Line[] }>;
  afterCare: Optional<{ lines: readonly Line[] }>;
}

/** Beside the steps: what Microsoft vets, what only the provider can do, and what is left to do elsewhere. */
export function commercePart(t: Translate, transition: Transition, status: Status): CommercePart {
  const isDone = status === 'normal' && !hasDecayed(transition);
  const care = isDone ? afterCare(t, transition.licenceSource) : [];
  return {
    qualification: optional(qualificationBadge(t, transition)),
    qualificationActions: optional(requestButton(t, transition)),
    providerText: optional(providerText(t, transition)),
    afterCare: optional(care.length === 0 ? undefined : { lines: asLines(care) }),
  };
}

export interface StepNote {
  note: string;
  /** Follows the note on its line. */
  link: Optional<{ title: string; url: string }>;
}

/** What stands under a step besides who is in its way. */
export function stepNotes(t: Translate, transition: Transition, name: StepName): StepNote[] {
  if (name === 'resellerRelationship') return partnerNotes(t, transition);
  return name === 'agreement' ? agreementNotes(t, transition).map((note) => ({ note: plain(note), link: [] })) : [];
}

function partnerNotes(t: Translate, { cspPartners = [] }: Transition): StepNote[] {
  const title = t('cards.commerce.ownLink');
  return cspPartners.map(({ name: partner, isAttached, invitationUrl: url }) => ({
    note: `${plain(t(isAttached ? 'cards.commerce.attached' : 'cards.commerce.missing', { partner }))} `,
    link: optional(isAttached || url === undefined ? undefined : { title, url }),
  }));
}

const agreementTexts = {
  accepted: 'cards.commerce.agreementAccepted',
  attested: 'cards.commerce.agreementAttested',
  elsewhere: 'cards.commerce.agreementElsewhere',
} as const satisfies Record<NonNullable<Transition['agreementState']>, TextKey>;

/** Who must act is another one in each model: a reseller cannot confirm what its provider can. */
function agreementNotes(t: Translate, transition: Transition): string[] {
  const { agreementState, steps } = transition;
  const provider = providerOf(transition);
  if (agreementState) return [t(agreementTexts[agreementState], { provider })];
  if (steps.agreement.state !== 'blocked') return [];
  return [
    partnerModelOf(transition.cspPartners) === 'reseller'
      ? t('cards.commerce.agreementAskProvider', { provider })
      : t('cards.commerce.agreementConfirm'),
  ];
}

function providerOf({ cspPartners = [] }: Transition): string {
  return cspPartners.find(({ party }) => party === 'provider')?.name ?? '';
}

/** To be copied into a mail: the one thing that is asked of the provider. */
function providerText(t: Translate, transition: Transition): { open: Button[]; lines: Line[] } | undefined {
  const { agreementState, steps, cspPartners, tenant, customer } = transition;
  const isOpen = agreementState === 'elsewhere' || steps.agreement.state === 'blocked';
  if (!isOpen || partnerModelOf(cspPartners) !== 'reseller') return undefined;
  const { companyName: company, contact } = customer;
  const { domain, tenantId } = tenant;
  return {
    open: [
      toggleButton(t('cards.commerce.providerText', { provider: providerOf(transition) }), { providerText: true }),
    ],
    lines: asLines([
      t('cards.commerce.providerTextSubject', { company, domain }),
      t('cards.commerce.providerTextAsk', { company }),
      t('cards.commerce.providerTextTenant', { domain, tenantId }),
      t('cards.commerce.providerTextContact', {
        contact: `${contact.givenName} ${contact.familyName}`,
        email: contact.email,
      }),
    ]),
  };
}

export function qualificationName(t: Translate, name: string): string {
  return t('cards.commerce.qualification', { name });
}

/** The others have codes, and with them sentences. */
const stateTexts = {
  unasked: 'cards.commerce.unasked',
  approved: 'cards.commerce.approved',
  unknown: 'cards.commerce.unknown',
} as const satisfies Record<Exclude<QualificationProgress['state'], 'inReview' | 'denied'>, TextKey>;

const looks: Record<QualificationProgress['state'], { icon: string; color: string }> = {
  unasked: { icon: '○', color: 'Default' },
  inReview: { icon: '◐', color: 'Accent' },
  approved: { icon: '✓', color: 'Good' },
  denied: { icon: '✕', color: 'Attention' },
  unknown: { icon: '!', color: 'Attention' },
};

function qualificationBadge(t: Translate, transition: Transition): QualificationBadge | undefined {
  const { qualification, qualificationUnread: unread, category } = transition;
  if (!qualification && !unread) return undefined;
  const name = qualification?.name ?? (category === 'academic' ? 'Education' : 'other');
  const known = qualification ? stateOf(t, transition, qualification) : '';
  const said = [known, howToAsk(t, transition), whyRefused(t, transition), whyUnread(t, transition)]
    .filter(Boolean)
    .join(' ');
  return {
    ...looks[unread || !qualification ? 'unknown' : qualification.state],
    badge: plain(t('cards.commerce.line', { badge: qualificationName(t, name), state: said })),
  };
}

function stateOf(t: Translate, transition: Transition, qualification: QualificationProgress): string {
  const { state, reason, requestId } = qualification;
  const problem = qualificationProblem(qualification);
  if (problem !== undefined) return [obstacle(t, problem, transition), ...reasonFor(t, reason)].join(' ');
  const isAsked = requestId !== undefined || state === 'inReview' || state === 'denied';
  return t(isAsked ? 'cards.commerce.asking' : stateTexts[state]);
}

/** Microsoft's own words, where it denied. */
export function reasonFor(t: Translate, reason: string | undefined): string[] {
  return reason === undefined ? [] : [t('cards.commerce.reason', { reason })];
}

function howToAsk(t: Translate, transition: Transition): string {
  const { state, requestId } = transition.qualification ?? {};
  const isOpen = (state === 'unasked' || state === 'denied') && requestId === undefined;
  if (!isOpen || canWantQualification(transition)) return '';
  if (partnerModelOf(transition.cspPartners) === 'reseller') {
    return t('cards.commerce.askProvider', { provider: providerOf(transition) });
  }
  return transition.category === 'government' ? t('cards.commerce.askByHand') : '';
}

function whyRefused(t: Translate, { qualification, tenant }: Transition): string {
  const code = qualification?.problem;
  return code === undefined
    ? ''
    : t('cards.commerce.requestFailed', { why: t(`errors.${code}`, { domain: tenant.domain }) });
}

function whyUnread(t: Translate, { qualificationUnread: unread, tenant, cancelledAt }: Transition): string {
  if (!unread) return '';
  if (cancelledAt) return t('cards.commerce.leftUnread', { since: unread.since });
  const why = t(`errors.${unread.code}`, { domain: tenant.domain });
  return t('cards.commerce.unread', { since: unread.since, why });
}

function requestButton(t: Translate, transition: Transition): { actions: readonly Button[] } | undefined {
  if (!canWantQualification(transition)) return undefined;
  const { transitionId } = transition;
  const title = t('cards.action.requestQualification');
  return { actions: [submitButton(title, { action: 'requestQualification', transitionId })] };
}

function asLines(texts: readonly string[]): Line[] {
  return texts.map((line) => ({ line: plain(line) }));
}
