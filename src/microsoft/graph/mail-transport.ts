import type { Message } from '@microsoft/microsoft-graph-types';
import { AppError } from '../../core/errors.ts';
import type { Mail, MailOutcome, MailTransport } from '../../core/ports/microsoft.ts';
import { codeOf, type Log } from '../reading.ts';
import type { Graph } from './graph.ts';

export interface MailTransportDeps {
  graph: Graph;
  senderMailbox: string;
  log: Log;
}

/** Graph accepts headers of our own only when they begin with x-. */
const referenceHeader = 'x-partner-connect-reference';
/** When Microsoft says "later" without saying when. */
const unspecifiedWaitMs = 60_000;

/**
 * Graph takes one body, so the HTML goes and `text` stays behind: Exchange writes a plain alternative of its own into
 * what it sends outside. One try a call, for whoever sends keeps a queue and knows what was tried.
 */
export function createMailTransport({ graph, senderMailbox, log }: MailTransportDeps): MailTransport {
  return {
    async send(mail) {
      try {
        const path = `/users/${encodeURIComponent(senderMailbox)}/sendMail`;
        const answer = await graph.send({
          call: 'sendMail',
          method: 'POST',
          path,
          body: messageOf(mail),
          once: true,
          lane: senderMailbox,
        });
        if (answer.status !== 202) throw graph.refused(answer);
        return { kind: 'accepted' };
      } catch (error) {
        return outcomeOf(log, error);
      }
    },
  };
}

function outcomeOf(log: Log, error: unknown): MailOutcome {
  const code = codeOf(log, error, 'send mail');
  const details = error instanceof AppError ? error.details : {};
  if (code === 'UPSTREAM_THROTTLED') {
    return { kind: 'throttled', retryAfterMs: Number(details['retryAfterMs'] ?? unspecifiedWaitMs) };
  }
  // Only silence and a server's own error leave it open; `sent` is set on those two alone.
  return { kind: 'failed', code, cause: new AppError(code, details), maybeSent: details['sent'] === 'maybe' };
}

function messageOf(mail: Mail): object {
  return {
    message: {
      subject: mail.subject,
      body: { contentType: 'html', content: mail.html },
      toRecipients: [{ emailAddress: { address: mail.to.address, name: mail.to.name } }],
      internetMessageHeaders: [{ name: referenceHeader, value: mail.reference }],
    } satisfies Message,
  };
}
