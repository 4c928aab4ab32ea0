import { doctorCard, type Doctor } from '../../cards/chat/doctor-card.ts';
import { needsSignIn } from '../../core/check-up/check-service-account.ts';
import type { Finding } from '../../core/check-up/findings.ts';
import type { Call } from '../bot-parts.ts';
import { postCard, say } from '../turns/speak.ts';

/** Asks Microsoft for real, so the answer comes in a second message, and where Microsoft is slow, after the turn. */
export async function doctor(call: Call): Promise<void> {
  const { turn, parts } = call;
  await say(turn.context, parts.translate('bot.doctor.looking'));
  await parts.lateAnswers.answer(turn, {
    key: JSON.stringify(['doctor', turn.member.organisationId, turn.conversationId]),
    goesOn: parts.translate('bot.doctor.goesOn'),
    isBeingDone: parts.translate('bot.doctor.isBeingDone'),
    async run() {
      const findings = await parts.checkUp();
      const card = doctorCard(parts.translate, { findings, ...wayToSignIn(call, findings) });
      return async (context) => {
        await postCard(context, card);
      };
    },
  });
}

/** Others read along in a channel, and whoever has the address may sign in an account. */
function wayToSignIn({ turn, parts }: Call, findings: readonly Finding[]): Pick<Doctor, 'signIn'> {
  if (!parts.newConsentUrl || !needsSignIn(findings)) return {};
  const isAlone = turn.conversationKind === 'personal';
  return { signIn: isAlone ? { kind: 'here', url: parts.newConsentUrl() } : { kind: 'elsewhere' } };
}
