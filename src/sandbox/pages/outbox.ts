// Mails that were "sent". A mail's own markup is shown only inside a frame that may do nothing.

import { html } from 'htm/preact';
import type { VNode } from 'preact';

import { param, type Route, type SandboxResponse } from '../server/message.ts';
import type { Mail } from '../world/state.ts';
import type { World } from '../world/world.ts';
import { formatInstant, notice, page } from './layout.ts';

function listPage(mails: readonly Mail[]): SandboxResponse {
  const nothing = notice({ kind: 'plain', text: 'No mail has been sent yet.' });
  return page({
    title: 'Outbox',
    site: 'Outbox',
    content: [
      html`<p class="soft">Mails that would have been sent. Newest first.</p>`,
      mails.length === 0 ? nothing : undefined,
      html`<ul class="people">
        ${mails.toReversed().map(
          (mail) =>
            html`<li>
              <a href="/outbox/${mail.mailId}"
                ><strong>${mail.subject === '' ? '(no subject)' : mail.subject}</strong></a
              >
              <span class="soft">to ${mail.to.join(', ')} · ${formatInstant(mail.sentAt)}</span>
            </li>`,
        )}
      </ul>`,
    ],
  });
}

function withLinks(text: string): (VNode | string)[] {
  return text
    .split(/(https?:\/\/[^\s<>"]+)/)
    .map((part, index) =>
      index % 2 === 0 ? part : html`<a href=${part} target="_blank" rel="noreferrer">${part}</a>`,
    );
}

function detailPage(mail: Mail): SandboxResponse {
  const frame = html`<iframe
    class="mail"
    sandbox=""
    title="The mail’s text"
    src="/outbox/${mail.mailId}/body"
  ></iframe>`;
  return page({
    title: mail.subject === '' ? '(no subject)' : mail.subject,
    site: 'Outbox',
    isWide: true,
    content: [
      html`<nav class="here" aria-label="Outbox"><a href="/outbox">All mails</a></nav>`,
      html`<dl>
        <dt>From</dt>
        <dd>${mail.sender}</dd>
        <dt>To</dt>
        <dd>${mail.to.join(', ')}</dd>
        ${
          mail.cc.length === 0
            ? undefined
            : html`<dt>Copy to</dt>
                <dd>${mail.cc.join(', ')}</dd>`
        }
        <dt>Sent</dt>
        <dd>${formatInstant(mail.sentAt)}</dd>
        ${mail.headers.map(
          ({ name, value }) =>
            html`<dt>${name}</dt>
              <dd>${value}</dd>`,
        )}
      </dl>`,
      mail.contentType === 'html' ? frame : html`<pre>${withLinks(mail.content)}</pre>`,
    ],
  });
}

function missingPage(): SandboxResponse {
  return page({
    title: 'No such mail',
    site: 'Outbox',
    status: 404,
    content: html`<p><a href="/outbox">All mails</a></p>`,
  });
}

// Links open beside the mail, as in a mail program; nothing else of the mail may do anything.
const bodyPolicy =
  "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'";

/** Runs no script, loads nothing, submits nothing: the policy holds even when the address is opened by itself. */
function bodyResponse(mail: Mail): SandboxResponse {
  return {
    status: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': bodyPolicy,
    },
    body: `<!doctype html><base target="_blank">${mail.content}`,
  };
}

export function outboxRoutes(world: World): readonly Route[] {
  const find = (mailId: string): Mail | undefined => world.state.mails.find((mail) => mail.mailId === mailId);
  return [
    { method: 'GET', path: '/outbox', handle: () => listPage(world.state.mails) },
    {
      method: 'GET',
      path: '/outbox/:mailId',
      handle: (request) => {
        const mail = find(param(request, 'mailId'));
        return mail === undefined ? missingPage() : detailPage(mail);
      },
    },
    {
      method: 'GET',
      path: '/outbox/:mailId/body',
      handle: (request) => {
        const mail = find(param(request, 'mailId'));
        return mail?.contentType === 'html' ? bodyResponse(mail) : missingPage();
      },
    },
  ];
}
