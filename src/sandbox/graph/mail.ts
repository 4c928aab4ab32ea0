// sendMail: accepted, and put into the sandbox's outbox instead of anybody's inbox.

import { randomUUID } from 'node:crypto';

import { z } from 'zod';

import { accounts, sandboxPartner } from '../directory.ts';
import { empty, param, type SandboxResponse } from '../server/message.ts';
import { Refusal } from '../server/refusal.ts';
import type { Mail } from '../world/state.ts';
import { parsedBody, type GraphCall, type GraphRoute } from './edge.ts';

const keptMails = 500;

const Recipient = z.object({
  emailAddress: z.object({ address: z.string().min(3).max(320), name: z.string().optional() }),
});
const SendMail = z.object({
  message: z.object({
    subject: z.string().max(1000).default(''),
    body: z.object({
      contentType: z
        .string()
        .toLowerCase()
        .pipe(z.enum(['text', 'html'])),
      content: z.string(),
    }),
    toRecipients: z.array(Recipient).min(1),
    ccRecipients: z.array(Recipient).default([]),
    internetMessageHeaders: z.array(z.object({ name: z.string(), value: z.string() })).default([]),
  }),
  // Microsoft calls it a Boolean, and writes a text.
  saveToSentItems: z.union([z.boolean(), z.stringbool()]).optional(),
});

function senderOf({ request, caller }: GraphCall): string {
  const mailbox = param(request, 'mailbox').toLowerCase();
  const account = accounts.find((candidate) => candidate.userName === mailbox || candidate.userId === mailbox);
  if (account === undefined || account.tenantId !== caller.tenantId || account.tenantId !== sandboxPartner.tenantId) {
    throw new Refusal(404, 'ErrorInvalidUser', `The requested user '${mailbox.slice(0, 100)}' is invalid.`);
  }
  return account.userName;
}

function invalidRecipient(mail: z.infer<typeof SendMail>): string | undefined {
  const everybody = [...mail.message.toRecipients, ...mail.message.ccRecipients];
  return everybody
    .map(({ emailAddress }) => emailAddress.address)
    .find((address) => !/^[^\s@]+@[^\s@]+$/.test(address));
}

function sendMail(call: GraphCall): SandboxResponse {
  const { world, request } = call;
  const sender = senderOf(call);
  const parsed = SendMail.safeParse(parsedBody(request));
  if (!parsed.success) throw new Refusal(400, 'ErrorInvalidRequest', 'The request body is not a valid message.');
  if (invalidRecipient(parsed.data) !== undefined) {
    throw new Refusal(400, 'ErrorInvalidRecipients', "At least one recipient isn't valid.");
  }
  const { message } = parsed.data;
  if (message.internetMessageHeaders.some(({ name }) => !name.toLowerCase().startsWith('x-'))) {
    throw new Refusal(
      400,
      'InvalidInternetMessageHeader',
      "The internet message header name should start with 'x-' or 'X-'.",
    );
  }
  const mail: Mail = {
    mailId: randomUUID(),
    sentAt: world.nowText(),
    sender,
    to: message.toRecipients.map(({ emailAddress }) => emailAddress.address),
    cc: message.ccRecipients.map(({ emailAddress }) => emailAddress.address),
    subject: message.subject,
    contentType: message.body.contentType,
    content: message.body.content,
    headers: message.internetMessageHeaders,
  };
  world.change((state) => {
    state.mails = [...state.mails, mail].slice(-keptMails);
  });
  return empty(202);
}

export const mailGraphRoutes: readonly GraphRoute[] = [
  { method: 'POST', path: '/users/:mailbox/sendMail', permissions: ['Mail.Send'], handle: sendMail },
];
