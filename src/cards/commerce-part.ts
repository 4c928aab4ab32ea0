import { partnerModelOf } from '../core/csp-partners.ts';
import { canWantQualification } from '../core/use-cases/want-qualification.ts';
import type { QualificationProgress } from '../core/qualification.ts';
import type { Status } from '../core/status.ts';
import type { StepName } from '../core/steps.ts';
import type { Transition } from '../core/transition.ts';
import type { TextKey, Translate } from '../text/translate.ts';
import { afterCare } from './after-care.ts';
import { submitButton, type Button } from './buttons.ts';
import { optional, type Optional } from './form.ts';
import { plain } from './plain.ts';

interface Line {
  line: string;
}

export interface CommercePart {
  qualification: Optional<{ badge: string; color: string }>;
  qualificationActions: Optional<{ actions: readonly Button[] }>;
  providerText: Optional<{ title: string; lines: readonly Line[] }>;
  afterCare: Optional<{ lines: readonly Line[] }>;
}

/** Beside the steps: what Microsoft vets, what only the provider can do, and what is left to do elsewhere. */
export function commercePart(t: Translate, transition: Transition, status: Status): CommercePart {
  const care = status === 'normal' ? afterCare(t, transition.licenceSource) : [];
  return {
    qualification: optional(qualificationBadge(t, transition)),
    qualificationActions: optional(requestButton(t, transition)),
    providerText: optional(providerText(t, transition)),
    afterCare: optional(care.length === 0 ? undefined : { lines: asLines(care) }),
  };
}

/** What stands under a step besides who is in its way. */
export function stepNotes(t: Translate, transition: Transition, name: StepName): { note: string }[] {
  const notes = { resellerRelationship: partnerNotes, agreement: agreementNotes };
  const notesOf = name === 'resellerRelationship' || name === 'agreement' ? notes[name] : () => [];
  return notesOf(t, transition).map((note) => ({ note: plain(note) }));
}

function partnerNotes(t: Translate, { cspPartners = [] }: Transition): string[] {
  return cspPartners.map(({ name: partner, isAttached, invitationUrl: url }) => {
    if (isAttached) return t('cards.commerce.attached', { partner });
    return url === undefined
      ? t('cards.commerce.missing', { partner })
      : t('cards.commerce.missingAt', { partner, url });
  });
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
function providerText(t: Translate, transition: Transition): { title: string; lines: Line[] } | undefined {
  const { agreementState, steps, cspPartners, tenant, customer } = transition;
  const isOpen = agreementState === 'elsewhere' || steps.agreement.state === 'blocked';
  if (!isOpen || partnerModelOf(cspPartners) !== 'reseller') return undefined;
  const { companyName: company, contact } = customer;
  const { domain, tenantId } = tenant;
  return {
    title: t('cards.commerce.providerText', { provider: providerOf(transition) }),
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

const stateTexts = {
  unasked: 'cards.commerce.unasked',
  inReview: 'cards.commerce.inReview',
  approved: 'cards.commerce.approved',
  unknown: 'cards.commerce.unknown',
} as const satisfies Record<Exclude<QualificationProgress['state'], 'denied'>, TextKey>;

const colors: Record<QualificationProgress['state'], string> = {
  unasked: 'Warning',
  inReview: 'Accent',
  approved: 'Good',
  denied: 'Attention',
  unknown: 'Warning',
};

function qualificationBadge(t: Translate, transition: Transition): { badge: string; color: string } | undefined {
  const { qualification, category } = transition;
  if (!qualification) return undefined;
  const name = qualification.name ?? (category === 'academic' ? 'Education' : 'other');
  const said = [stateOf(t, qualification), howToAsk(t, transition), whyRefused(t, transition)]
    .filter(Boolean)
    .join(' ');
  return {
    badge: plain(t('cards.commerce.line', { badge: qualificationName(t, name), state: said })),
    color: colors[qualification.state],
  };
}

function stateOf(t: Translate, { state, reason, requestId }: QualificationProgress): string {
  if (requestId !== undefined) return t('cards.commerce.asking');
  if (state !== 'denied') return t(stateTexts[state]);
  return reason === undefined ? t('cards.commerce.denied') : t('cards.commerce.deniedBecause', { reason });
}

function howToAsk(t: Translate, transition: Transition): string {
  if (transition.qualification?.state !== 'unasked' || canWantQualification(transition)) return '';
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

function requestButton(t: Translate, transition: Transition): { actions: readonly Button[] } | undefined {
  if (!canWantQualification(transition)) return undefined;
  const { transitionId } = transition;
  const title = t('cards.action.requestQualification');
  return { actions: [submitButton(title, { action: 'requestQualification', transitionId })] };
}

function asLines(texts: readonly string[]): Line[] {
  return texts.map((line) => ({ line: plain(line) }));
}
