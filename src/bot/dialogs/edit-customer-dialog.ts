import {
  ComponentDialog,
  WaterfallDialog,
  type DialogTurnResult,
  type WaterfallStep,
  type WaterfallStepContext,
} from 'botbuilder-dialogs';
import type { Customer } from '../../core/customer.ts';
import { linkEndsAt, statusAt, type Transition } from '../../core/transition.ts';
import { editCustomer, type StaffActionDeps } from '../../core/use-cases/staff/staff-actions.ts';
import { aboutAddress, addressInputsOf, createAddressForm, type AddressFormDeps } from '../forms/address-form.ts';
import { createCustomerForm, customerInputsOf } from '../forms/customer-form.ts';
import { say } from '../turns/speak.ts';
import { turnOf } from '../turns/turn.ts';
import { CardPrompt, type CardPromptDeps } from './card-prompt.ts';
import type { AddressAnswer, Draft } from './draft.ts';
import type { FormResult } from './form.ts';

export const editCustomerDialogId = 'editCustomer.2';
const waterfallId = 'editCustomer.2.steps';
const promptIds = { customer: 'editCustomer.askCustomer', address: 'editCustomer.askAddress' } as const;

export const editCustomerSteps = ['askCustomer', 'askAddress', 'save'] as const;

export interface EditCustomerDeps extends CardPromptDeps, AddressFormDeps, StaffActionDeps {
  wakeDelivery: () => void;
}

/** Begun with the customer as it is; begun anew with what was typed when a person goes back. */
interface EditCustomerOptions {
  transitionId: string;
  customer: Customer;
  draft?: Pick<Draft, 'customer' | 'address'>;
  inPlaceOf?: string;
}
type Step = WaterfallStepContext<EditCustomerOptions>;

/** Corrects customer, contact and address while the link is out. */
export class EditCustomerDialog extends ComponentDialog {
  readonly #deps: EditCustomerDeps;

  constructor(deps: EditCustomerDeps) {
    super(editCustomerDialogId);
    this.#deps = deps;
    this.addDialog(new CardPrompt(promptIds.customer, createCustomerForm(deps), deps));
    this.addDialog(new CardPrompt(promptIds.address, createAddressForm(deps), deps));
    const steps: Record<(typeof editCustomerSteps)[number], WaterfallStep<EditCustomerOptions>> = {
      askCustomer: (step) => askCustomer(step),
      askAddress: (step) => askAddress(deps, step),
      save: (step) => this.#save(step),
    };
    this.addDialog(
      new WaterfallDialog(
        waterfallId,
        editCustomerSteps.map((name) => steps[name]),
      ),
    );
    this.initialDialogId = waterfallId;
  }

  async #save(step: Step): Promise<DialogTurnResult> {
    const result = step.result as FormResult;
    const { customer, transitionId } = step.options;
    const draft = draftOf(step);
    if (result.kind === 'back') return goBack(step, draft, result.cardActivityId);
    if (result.kind !== 'answered' || !draft.customer) return step.endDialog();
    const { companyName, contact } = draft.customer.answer;
    const { address, registrationNumber } = result.answer as AddressAnswer;
    const { member } = turnOf(step.context);
    const { registrationNumber: _before, ...rest } = customer;
    const numbered = registrationNumber === undefined ? rest : { ...rest, registrationNumber };
    const edited: Customer = { ...numbered, companyName, contact, address };
    const outcome = await editCustomer(this.#deps, { member, transitionId, customer: edited });
    this.#deps.wakeDelivery();
    await say(step.context, sentenceFor(this.#deps, outcome, { before: customer, edited }));
    turnOf(step.context).afterDone(this.#deps.translate('bot.edit.overtaken'), () => Promise.resolve());
    return step.endDialog();
  }
}

/** Saving mails nothing, so whoever corrected the address reads what does. */
function sentenceFor(
  { translate, clock }: Pick<EditCustomerDeps, 'translate' | 'clock'>,
  outcome: Awaited<ReturnType<typeof editCustomer>>,
  { before, edited: { companyName, contact } }: { before: Customer; edited: Customer },
): string {
  if (outcome.kind === 'refused') return translate(`errors.${outcome.code}`, { domain: '' });
  const company = companyName;
  if (outcome.kind === 'unchanged') return translate('bot.edit.unchanged', { company });
  if (contact.email === before.contact.email) return translate('bot.edit.saved', { company });
  const button = mailingButton(outcome.transition, clock.now());
  return translate('bot.edit.savedNewAddress', { company, email: contact.email, button });
}

/** Which of the card's buttons mails the instructions now; while Microsoft works, the customer needs none. */
function mailingButton(transition: Transition, now: Date): 'sendInstructions' | 'reissueLink' | 'none' {
  if (statusAt(transition, now) === 'transitioning') return 'none';
  return linkEndsAt(transition.link) > now ? 'sendInstructions' : 'reissueLink';
}

function askCustomer(step: Step): Promise<DialogTurnResult> {
  const { customer, draft, inPlaceOf } = step.options;
  return step.beginDialog(promptIds.customer, {
    about: {},
    values: draft?.customer?.values ?? customerInputsOf(customer),
    frame: { progress: { current: 1, total: 2 }, canGoBack: false, purpose: 'edit' },
    ...(inPlaceOf !== undefined && { inPlaceOf }),
  });
}

async function askAddress(deps: AddressFormDeps, step: Step): Promise<DialogTurnResult> {
  const result = step.result as FormResult;
  if (result.kind !== 'answered') return step.endDialog();
  const draft = { ...draftOf(step), customer: { values: result.values, answer: result.answer } } as Draft;
  Object.assign(step.values, { draft });
  const country = draft.customer?.answer.country ?? step.options.customer.address.country;
  return step.beginDialog(promptIds.address, {
    about: await aboutAddress(deps, country),
    values: draft.address?.values ?? addressInputsOf(step.options.customer),
    frame: { progress: { current: 2, total: 2 }, canGoBack: true, purpose: 'edit', last: true },
  });
}

function draftOf(step: Step): Pick<Draft, 'customer' | 'address'> {
  const values = step.values as { draft?: Draft };
  return values.draft ?? step.options.draft ?? {};
}

function goBack(step: Step, draft: Pick<Draft, 'customer' | 'address'>, card: string | undefined) {
  return step.replaceDialog(waterfallId, { ...step.options, draft, ...(card !== undefined && { inPlaceOf: card }) });
}
