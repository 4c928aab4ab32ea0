import type { Mail, MailOutcome, MailTransport } from '../../src/core/ports/microsoft.ts';

/** Keeps the mails, and answers what it is told to: accepted, when nothing else was said. */
export function createRecordingMail(...answers: MailOutcome[]): MailTransport & { mails: Mail[] } {
  const mails: Mail[] = [];
  return {
    mails,
    send(mail) {
      mails.push(mail);
      return Promise.resolve(answers.shift() ?? { kind: 'accepted' });
    },
  };
}
