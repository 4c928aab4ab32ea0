import { noticeCard, type Notice } from '../../cards/chat/notice-card.ts';
import type { OperatorNotice, Operators } from '../../core/ports/operators.ts';
import { findingText } from '../../text/finding-text.ts';
import type { Translate } from '../../text/translate.ts';
import type { BotLog } from '../bot-deps.ts';
import { postCard } from '../turns/speak.ts';
import { sendToPerson, type TeamsSenderDeps } from './teams-sender.ts';

export interface OperatorNoticesDeps extends TeamsSenderDeps {
  log: BotLog;
}

/** Speaks to each operator in their own chat, or by the way in which they said `notify me`. */
export function createOperatorNotices(deps: OperatorNoticesDeps): Operators {
  const { organisations, roles } = deps.config;
  const people = organisations.flatMap(({ organisationId }) =>
    roles.operators.map((userId) => ({ organisationId, userId })),
  );
  return {
    async tell(notice) {
      const card = noticeCard(deps.translate, noticeOf(deps.translate, notice));
      let reached = 0;
      for (const person of people) {
        const outcome = await sendToPerson(deps, person, async (context) => {
          await postCard(context, card);
          return { kind: 'sent' };
        });
        if (outcome.kind === 'sent') reached += 1;
        else deps.log.info({ ...person, outcome: outcome.kind }, 'an operator was not told');
      }
      if (reached === 0) deps.log.error({ notice: notice.kind }, 'no operator could be told');
      return reached;
    },
  };
}

function noticeOf(t: Translate, notice: OperatorNotice): Notice {
  if (notice.kind === 'worksAgain') {
    return { style: 'good', title: t('bot.operators.worksAgain'), text: t('bot.operators.worksAgainText') };
  }
  const { check, says } = findingText(t, notice.finding);
  const title = t(`bot.operators.${notice.kind}`, { check });
  if (notice.kind === 'endsSoon') return { style: 'attention', title, text: says };
  const next = t(notice.canSignIn ? 'bot.operators.signIn' : 'bot.operators.look');
  return { style: 'attention', title, text: `${says} ${t('bot.operators.waits')} ${next}` };
}
