import { hasRole } from '../../core/people.ts';
import type { Call } from '../bot-parts.ts';
import { help } from '../commands/commands.ts';
import { parseCommand } from '../commands/parse-command.ts';
import { say } from './speak.ts';

/** A command is done whatever else is going on; other text reminds of the open card, or gets help. */
export async function runText(call: Call, text: string): Promise<void> {
  const { turn, dialogs, parts } = call;
  const parsed = parseCommand(text);
  if (parsed) {
    const { command, argument } = parsed;
    turn.log.info({ command: command.name }, 'command');
    if (hasRole(turn.member.role, command.requiredRole)) await command.run(call, argument);
    else await say(turn.context, parts.translate('errors.NOT_ALLOWED'));
  } else if (dialogs.isRunning()) {
    await dialogs.continue();
  } else {
    if (text !== '') await say(turn.context, parts.translate('bot.text.notUnderstood'));
    await help(call);
  }
}
