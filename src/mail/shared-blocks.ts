import { companiesOf, sellsThroughProvider, type CompanyNames } from '../core/companies.ts';
import { isBeingReplaced } from '../core/relationship-replaced.ts';
import { isSettled } from '../core/steps.ts';
import { linkEndsAt, type Transition } from '../core/transition.ts';
import type { TextValues, Translate } from '../text/translate.ts';
import { oneLine, type Block } from './content.ts';

/** Everything that a mail is written from. */
export interface MailSource extends CompanyNames {
  translate: Translate;
  transition: Transition;
  linkUrl: string;
  /** A number is kept as E.164, and read in groups. */
  showPhone: (e164: string) => string;
  /** An address, a number or a sentence: where customers may ask. */
  supportContact?: string;
}

/** Names stand in subjects and headings. */
const longestName = 80;

/** The names that the sentences have places for. */
export function namesOf(source: MailSource) {
  const { organisationId, customer, tenant, owner } = source.transition;
  return {
    ...companiesOf(source, organisationId),
    staff: oneLine(owner.displayName, longestName),
    company: oneLine(customer.companyName, longestName),
    domain: tenant.domain,
  } satisfies TextValues;
}

export function actionBlock({ translate, transition: { link }, linkUrl }: MailSource): Block {
  const expires = translate('mail.expires', { expires: linkEndsAt(link) });
  return {
    kind: 'action',
    label: translate('mail.action'),
    hint: translate('mail.copy'),
    url: linkUrl,
    note: link.version === 1 ? expires : `${expires} ${translate('mail.earlierDead')}`,
  };
}

const mailSteps = ['signIn', 'directoryConnection', 'tenantConfirmed', 'delegatedAdmin', 'csp'] as const;
type MailStep = (typeof mailSteps)[number];

export function stepsBlock(source: MailSource): Block {
  const { translate, transition } = source;
  const names = namesOf(source);
  const isForTwo = sellsThroughProvider(names);
  const steps = isBeingReplaced(transition) ? stepsLeft(transition) : mailSteps;
  return {
    kind: 'steps',
    items: steps.map((step) => ({
      title: translate(`mail.steps.${step}`),
      text: translate(step === 'csp' && isForTwo ? 'mail.steps.cspWhatBoth' : `mail.steps.${step}What`, names),
    })),
  };
}

/** Who is a customer already signs in whatever it is for, and gives what is not there any more. */
function stepsLeft({ steps }: Transition): MailStep[] {
  const isLeft: Record<MailStep, boolean> = {
    signIn: true,
    directoryConnection: !isSettled(steps.directoryConnection),
    tenantConfirmed: !isSettled(steps.tenantConfirmed),
    delegatedAdmin: true,
    csp: !isSettled(steps.resellerRelationship) || !isSettled(steps.agreement),
  };
  return mailSteps.filter((step) => isLeft[step]);
}

/** Whom to ask, and what to do with a mail that one did not expect. */
export function questions(source: MailSource): Block[] {
  const { translate: t, transition, supportContact } = source;
  const names = namesOf(source);
  const { email } = transition.owner;
  const sentences = [
    email === undefined
      ? t('mail.questions.ask', names)
      : t('mail.questions.askAt', { ...names, email: oneLine(email) }),
    ...(supportContact === undefined ? [] : [t('mail.questions.support', { support: supportContact })]),
    t('mail.questions.surprise'),
  ];
  return sentences.map((text) => ({ kind: 'paragraph', text }));
}
