import { doctorCard, type Doctor } from '../../cards/doctor-card.ts';
import { needsSignIn } from '../../core/check-up/check-service-account.ts';
import type { Finding } from '../../core/check-up/findings.ts';
import type { Call } from '../bot-parts.ts';
import { conversationKindOf } from '../people/organisation-of.ts';
import { postCard, say } from '../turns/speak.ts';

/** Asks Microsoft for real, so the answer comes in a second message. */
export async function doctor(call: Call): Promise<void> {
  const { turn, parts } = call;
  await say(turn.context, parts.translate('bot.doctor.looking'));
  const findings = await parts.checkUp();
  await postCard(turn.context, doctorCard(parts.translate, { findings, ...wayToSignIn(call, findings) }));
}

/** Others read along in a channel, and whoever has the address may sign in an account. */
function wayToSignIn({ turn, parts }: Call, findings: readonly Finding[]): Pick<Doctor, 'signIn'> {
  if (!parts.newConsentUrl || !needsSignIn(findings)) return {};
  const isAlone = conversationKindOf(turn.context.activity) === 'personal';
  return { signIn: isAlone ? { kind: 'here', url: parts.newConsentUrl() } : { kind: 'elsewhere' } };
}
