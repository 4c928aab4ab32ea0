import {
  ComponentDialog,
  WaterfallDialog,
  type DialogTurnResult,
  type WaterfallStep,
  type WaterfallStepContext,
} from 'botbuilder-dialogs';
import { customerInputs, addressInputs, licencesInputs, tenantInputs } from '../../cards/forms/inputs.ts';
import {
  startTransition,
  transitionIdOf,
  type StartDeps,
  type TransitionRequest,
} from '../../core/use-cases/staff/start-transition.ts';
import { isRecent, saysTheSame } from '../../core/pre-flight.ts';
import { preFlight } from '../../core/use-cases/staff/pre-flight.ts';
import type { Transition } from '../../core/transition.ts';
import { aboutAddress, createAddressForm, type AddressFormDeps } from '../forms/address-form.ts';
import { createCustomerForm } from '../forms/customer-form.ts';
import { existingTransition } from '../forms/existing-transition.ts';
import { createLicencesForm } from '../forms/licences-form.ts';
import { createReviewForm, customerOf, type AboutReview, type ReviewAnswer } from '../forms/review-form.ts';
import { aboutTenant, createTenantForm, obstacleIn, type TenantFormDeps } from '../forms/tenant-form.ts';
import type { GuestWatch } from '../people/guest-watch.ts';
import { ownChatOf, type PersonalChats } from '../people/personal-chats.ts';
import { updateCard } from '../turns/speak.ts';
import { startReceipt } from '../turns/start-receipt.ts';
import { turnOf } from '../turns/turn.ts';
import { CardPrompt, type CardPromptDeps } from './card-prompt.ts';
import {
  advance,
  completed,
  firstMissing,
  sections,
  type CompleteDraft,
  type Draft,
  type Progress,
  type Section,
} from './draft.ts';
import type { Asking, FormResult } from './form.ts';

export const transitionDialogId = 'transition.2';
const waterfallId = 'transition.2.steps';
const promptIds = {
  customer: 'transition.askCustomer',
  address: 'transition.askAddress',
  tenant: 'transition.askTenant',
  licences: 'transition.askLicences',
  review: 'transition.review',
} as const satisfies Record<Section, string>;

/** In the order spoken. Saved dialogs remember a number: when the order or a meaning changes, so must the dialog's id. */
export const transitionSteps = ['askCustomer', 'askAddress', 'askTenant', 'askLicences', 'review', 'start'] as const;

export interface TransitionDialogDeps extends CardPromptDeps, TenantFormDeps, AddressFormDeps, StartDeps {
  transitions: StartDeps['transitions'];
  defaultCountry: string;
  guests: GuestWatch;
  personalChats: PersonalChats;
  wakeDelivery: () => void;
  wakeWatcher: () => void;
}

interface Options {
  progress?: Progress;
  /** Typed with the command. */
  domain?: string;
}
type Step = WaterfallStepContext<Options>;

/** From the first form to the start of a transition. The Partner Connect card is posted by delivery. */
export class TransitionDialog extends ComponentDialog {
  readonly #deps: TransitionDialogDeps;

  constructor(deps: TransitionDialogDeps) {
    super(transitionDialogId);
    this.#deps = deps;
    const { translate } = deps;
    this.addDialog(new CardPrompt(promptIds.customer, createCustomerForm(deps), deps));
    this.addDialog(new CardPrompt(promptIds.address, createAddressForm(deps), deps));
    this.addDialog(new CardPrompt(promptIds.tenant, createTenantForm(deps), deps));
    this.addDialog(new CardPrompt(promptIds.licences, createLicencesForm(translate), deps));
    this.addDialog(new CardPrompt(promptIds.review, createReviewForm(deps), deps));
    const steps: Record<(typeof transitionSteps)[number], WaterfallStep<Options>> = {
      askCustomer: (step) => this.#at(step, 'customer', (progress) => this.#askCustomer(step, progress)),
      askAddress: (step) => this.#at(step, 'address', (progress) => this.#askAddress(step, progress)),
      askTenant: (step) => this.#at(step, 'tenant', (progress) => this.#askTenant(step, progress)),
      askLicences: (step) => this.#at(step, 'licences', (progress) => this.#askLicences(step, progress)),
      review: (step) => this.#at(step, 'review', (progress) => this.#review(step, progress)),
      start: (step) => this.#start(step),
    };
    this.addDialog(
      new WaterfallDialog(
        waterfallId,
        transitionSteps.map((name) => steps[name]),
      ),
    );
    this.initialDialogId = waterfallId;
  }

  /** Takes in how the card before ended, and asks here when this is where that leads. */
  async #at(
    step: Step,
    here: Section,
    ask: (progress: Progress) => Promise<DialogTurnResult>,
  ): Promise<DialogTurnResult> {
    const before = progressOf(step);
    const result = step.result as FormResult | undefined;
    const progress = result ? advance(before, result) : before;
    if (!progress) return step.endDialog();
    if (sections.indexOf(progress.at) < sections.indexOf(here)) return this.#goBack(step, progress);
    const { notice: _shownOnce, existingTransitionId: _too, inPlaceOf: _usedOnce, ...lasting } = progress;
    Object.assign(step.values, { progress: progress.at === here ? lasting : progress });
    return progress.at === here ? ask(progress) : step.next();
  }

  #askCustomer(step: Step, { draft, ...progress }: Progress) {
    const values = draft.customer?.values ?? customerInputs({ country: this.#deps.defaultCountry });
    return step.beginDialog(promptIds.customer, asking({ about: {}, values }, progress));
  }

  async #askAddress(step: Step, { draft, ...progress }: Progress) {
    const about = await aboutAddress(this.#deps, draft.customer?.answer.country ?? this.#deps.defaultCountry);
    const values = draft.address?.values ?? addressInputs({});
    return step.beginDialog(promptIds.address, asking({ about, values }, progress));
  }

  #askTenant(step: Step, { draft, ...progress }: Progress) {
    const values = draft.tenant?.values ?? tenantInputs({ domain: step.options.domain ?? '' });
    const about = aboutTenant(this.#deps, turnOf(step.context).member);
    return step.beginDialog(promptIds.tenant, asking({ about, values }, progress));
  }

  #askLicences(step: Step, { draft, ...progress }: Progress) {
    const values = draft.licences?.values ?? licencesInputs({});
    return step.beginDialog(promptIds.licences, asking({ about: {}, values }, progress));
  }

  async #review(step: Step, { draft, ...progress }: Progress) {
    const complete = completed(draft);
    if (!complete) return this.#goBack(step, { at: firstMissing(draft), draft });
    const warning = await this.#deps.guests.warningFor(step.context);
    const notice = progress.notice ?? warning;
    const asked = { ...progress, ...(notice !== undefined && { notice }) };
    const about: AboutReview = { draft: complete, offersPrivate: warning !== undefined };
    return step.beginDialog(promptIds.review, asking({ about, values: {} }, asked));
  }

  async #start(step: Step): Promise<DialogTurnResult> {
    const before = progressOf(step);
    const result = step.result as FormResult<object, ReviewAnswer>;
    if (result.kind !== 'answered') {
      const progress = advance(before, result);
      return progress ? this.#goBack(step, progress) : step.endDialog();
    }
    const { nonce, answer, cardActivityId } = result;
    const again = cardActivityId === undefined ? {} : { inPlaceOf: cardActivityId };
    const changed = await this.#lookAgain(step, before, result);
    if (changed) return this.#goBack(step, { ...changed, ...again });
    const { translate, personalChats } = this.#deps;
    const turn = turnOf(step.context);
    const place = answer.privately ? await ownChatOf(personalChats, turn, translate) : turn.conversationId;
    const { draft } = before;
    if (place === undefined) {
      return this.#goBack(step, { at: 'review', draft, ...again, notice: translate('bot.guests.noPersonalChat') });
    }
    const request = requestOf(answer.draft, { member: turn.member, nonce, conversationId: place });
    const outcome = await startTransition(this.#deps, request);
    if (outcome.kind === 'tenantTaken') {
      const { text: notice, ...existing } = existingTransition(translate, outcome.transition);
      return this.#goBack(step, { at: 'tenant', draft, ...again, notice, ...existing });
    }
    this.#announce(step, outcome.transition, cardActivityId);
    return step.endDialog();
  }

  /** What the review card showed may be old by now: guests may have come, and the tenant may stand otherwise. */
  async #lookAgain(
    step: Step,
    { draft }: Progress,
    { answer, nonce }: Extract<FormResult<object, ReviewAnswer>, { kind: 'answered' }>,
  ): Promise<Progress | undefined> {
    const { guests, translate } = this.#deps;
    const warning = answer.isToldOfGuests ? undefined : await guests.warningFor(step.context, { fresh: true });
    if (warning !== undefined) {
      return { at: 'review', draft, notice: translate('bot.review.guestsCame', { warning }) };
    }
    return this.#lookAtTenantAgain(step, draft, nonce);
  }

  async #lookAtTenantAgain(step: Step, draft: Draft, nonce: string): Promise<Progress | undefined> {
    const { translate, clock, hashOf } = this.#deps;
    const { tenant } = draft;
    if (!tenant || isRecent(tenant.answer.preFlight, clock.now())) return undefined;
    const { member } = turnOf(step.context);
    const { organisationId } = member;
    const found = await preFlight(this.#deps, { organisationId, domain: tenant.answer.tenant.domain });
    if (found.kind === 'clear') {
      if (saysTheSame(found.preFlight, tenant.answer.preFlight)) return undefined;
      const answer = { ...tenant.answer, tenant: found.tenant, preFlight: found.preFlight };
      const renewed = { ...draft, tenant: { ...tenant, answer } };
      return { at: 'review', draft: renewed, notice: translate('bot.review.changed') };
    }
    // Started already by this very click, before the process died: the start answers with it.
    if (found.kind === 'taken' && found.transition.transitionId === transitionIdOf(hashOf, member, nonce)) {
      return undefined;
    }
    const { passes, ...said } = obstacleIn(translate, found);
    // While Microsoft does not answer, what it said before stands: the insert refuses a second transition.
    return passes ? undefined : { at: 'tenant', draft, ...said };
  }

  #announce(step: Step, transition: Transition, cardActivityId: string | undefined): void {
    const { translate, wakeDelivery, wakeWatcher } = this.#deps;
    const turn = turnOf(step.context);
    const { companyName: company } = transition.customer;
    turn.afterDone(translate('bot.start.overtaken', { company }), async () => {
      wakeDelivery();
      wakeWatcher();
      if (cardActivityId === undefined) return;
      const receipt = startReceipt(translate, transition, turn.conversationId);
      await updateCard(step.context, cardActivityId, receipt);
    });
  }

  #goBack(step: Step, progress: Progress): Promise<DialogTurnResult> {
    return step.replaceDialog(waterfallId, { ...step.options, progress });
  }
}

function requestOf(
  draft: CompleteDraft,
  asked: Pick<TransitionRequest, 'member' | 'nonce' | 'conversationId'>,
): TransitionRequest {
  const { licencesWanted } = draft;
  const { tenant, category, licenceSource } = draft.tenant;
  return { ...asked, customer: customerOf(draft), tenant, category, licenceSource, licencesWanted };
}

function progressOf(step: Step): Progress {
  const values = step.values as { progress?: Progress };
  return values.progress ?? step.options.progress ?? { at: 'customer', draft: {} };
}

function asking<About, Values>(
  question: { about: About; values: Values },
  progress: Omit<Progress, 'draft'>,
): Asking<About, Values> {
  const { at, notice, existingTransitionId, inPlaceOf } = progress;
  const current = sections.indexOf(at) + 1;
  return {
    ...question,
    frame: { progress: { current, total: sections.length }, canGoBack: current > 1 },
    ...(notice !== undefined && { notice }),
    ...(existingTransitionId !== undefined && { existingTransitionId }),
    ...(inPlaceOf !== undefined && { inPlaceOf }),
  };
}
