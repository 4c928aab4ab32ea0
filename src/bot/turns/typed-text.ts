import type { Call } from '../bot-parts.ts';
import { help } from '../commands/commands.ts';
import { parseCommand } from '../commands/parse-command.ts';
import { mayDo } from './may-do.ts';
import { say } from './speak.ts';

/** A command is done whatever else is going on; other text reminds of the open card, or gets help. */
export async function runText(call: Call, text: string): Promise<void> {
  const { turn, dialogs, parts } = call;
  const parsed = parseCommand(text);
  if (parsed) {
    const { command, argument } = parsed;
    turn.log.info({ command: command.name }, 'command');
    if (await mayDo(call, command.requiredRole)) await command.run(call, argument);
  } else if (dialogs.isRunning()) {
    await dialogs.continue();
  } else {
    if (text !== '') await say(turn.context, parts.translate('bot.text.notUnderstood'));
    await help(call);
  }
}
