import { hasRole, type StaffRole } from '../../core/people.ts';
import type { TextKey } from '../../text/translate.ts';
import type { Call } from '../bot-parts.ts';
import { say } from './speak.ts';

const whoMay: Record<Exclude<StaffRole, 'staff'>, TextKey> = {
  manager: 'bot.notAllowed.manager',
  operator: 'bot.notAllowed.operator',
};

/** Cards stand in channels, where everybody sees every button: who may not press one is told who may. */
export async function mayDo({ turn, parts }: Call, required: StaffRole): Promise<boolean> {
  if (required === 'staff' || hasRole(turn.member.role, required)) return true;
  const { translate } = parts;
  await say(turn.context, `${translate('errors.NOT_ALLOWED')} ${translate(whoMay[required])}`);
  return false;
}
