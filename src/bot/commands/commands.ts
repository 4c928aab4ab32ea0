import { confirmCard } from '../../cards/forms/confirm-card.ts';
import { helpCard } from '../../cards/chat/help-card.ts';
import { canBeCancelled } from '../../core/transition.ts';
import { hasRole, type StaffRole } from '../../core/people.ts';
import type { TextKey } from '../../text/translate.ts';
import { checkAll, checkNow } from '../actions/check-now.ts';
import type { Call } from '../bot-parts.ts';
import { editCustomerDialogId } from '../dialogs/edit-customer-dialog.ts';
import { transitionDialogId } from '../dialogs/transition-dialog.ts';
import { postCard, say } from '../turns/speak.ts';
import { doctor } from './doctor.ts';
import { deliveries } from './deliveries.ts';
import { listPage, nothingListed, showStatus, theOneMeant, type Listing } from './find-transitions.ts';
import { notifyMe, notifyOff } from './notify.ts';

export interface Command {
  name: string;
  help: TextKey;
  requiredRole: StaffRole;
  run(call: Call, argument: string): Promise<void>;
}

/** Everything a person can type, in the order in which help shows it. */
export const commands: readonly Command[] = [
  { name: 'transition', help: 'bot.command.transition', requiredRole: 'staff', run: startTransition },
  { name: 'status', help: 'bot.command.status', requiredRole: 'staff', run: status },
  { name: 'list', help: 'bot.command.list', requiredRole: 'staff', run: list },
  { name: 'check', help: 'bot.command.check', requiredRole: 'staff', run: check },
  { name: 'cancel', help: 'bot.command.cancel', requiredRole: 'staff', run: cancel },
  { name: 'notify me', help: 'bot.command.notifyMe', requiredRole: 'staff', run: notifyMe },
  { name: 'notify off', help: 'bot.command.notifyOff', requiredRole: 'staff', run: notifyOff },
  { name: 'doctor', help: 'bot.command.doctor', requiredRole: 'operator', run: doctor },
  { name: 'deliveries', help: 'bot.command.deliveries', requiredRole: 'operator', run: deliveries },
  { name: 'help', help: 'bot.command.help', requiredRole: 'staff', run: help },
];

/** With a domain, which the tenant's form has filled in then. */
async function startTransition({ dialogs, turn, parts }: Call, argument: string): Promise<void> {
  if (!dialogs.isRunning()) {
    await dialogs.begin(transitionDialogId, { domain: argument.slice(0, 255) });
    return;
  }
  await say(turn.context, parts.translate('bot.form.openHere'));
  await dialogs.showAgain();
}

async function status(call: Call, argument: string): Promise<void> {
  if (argument !== '') {
    const transition = await theOneMeant(call, argument);
    if (transition) await showStatus(call, transition);
    return;
  }
  const { parts, turn } = call;
  const { organisationId, userId } = turn.member;
  const own = await parts.store.transitions.list(organisationId, { open: true, ownerId: userId, limit: 2 });
  const [first, second] = own.items;
  if (!first) await say(turn.context, parts.translate('bot.status.noneOfYours'));
  else if (second) await showList(call, { ownerId: userId });
  else await showStatus(call, first);
}

async function list(call: Call, argument: string): Promise<void> {
  if (argument.toLowerCase() === 'mine') {
    await showList(call, { ownerId: call.turn.member.userId });
    return;
  }
  await showList(call, argument === '' ? {} : { filter: argument.slice(0, 200) });
}

async function showList(call: Call, listing: Listing): Promise<void> {
  const card = await listPage(call, listing, 1);
  const { turn, parts } = call;
  if (card) await postCard(turn.context, card);
  else await say(turn.context, nothingListed(parts.translate, listing));
}

async function check(call: Call, argument: string): Promise<void> {
  if (argument === '') {
    const { organisationId, userId } = call.turn.member;
    const query = { open: true, ownerId: userId, limit: 100 };
    const own = await call.parts.store.transitions.list(organisationId, query);
    await checkAll(call, own.items);
    return;
  }
  const transition = await theOneMeant(call, argument);
  if (transition) await checkNow(call, transition);
}

/** Without a name it ends the form that is open here; with one it asks whether that transition shall end. */
async function cancel(call: Call, argument: string): Promise<void> {
  const { dialogs, turn, parts } = call;
  if (argument === '') {
    const wasEditing = dialogs.isRunning(editCustomerDialogId);
    const wasRunning = dialogs.isRunning();
    if (wasRunning) await dialogs.cancel();
    const closed = wasEditing ? 'bot.cancel.edit' : 'bot.cancel.form';
    await say(turn.context, parts.translate(wasRunning ? closed : 'bot.cancel.nothing'));
    return;
  }
  const transition = await theOneMeant(call, argument);
  if (!transition) return;
  const { transitionId, customer, tenant } = transition;
  if (!canBeCancelled(transition)) {
    const why = transition.cancelledAt ? 'bot.cancel.wasCancelled' : 'bot.cancel.isNormal';
    await say(turn.context, parts.translate(why, { company: customer.companyName }));
    return;
  }
  const question = { transitionId, companyName: customer.companyName, domain: tenant.domain };
  await postCard(turn.context, confirmCard(parts.translate, { question: 'cancelTransition', ...question }));
}

/** What this person may say, and nothing that would only be refused. */
export async function help({ turn, parts }: Call): Promise<void> {
  const allowed = commands.filter(({ requiredRole }) => hasRole(turn.member.role, requiredRole));
  const shown = allowed.map(({ name, help }) => ({ name, help: parts.translate(help) }));
  await postCard(turn.context, helpCard(parts.translate, { commands: shown }));
}
