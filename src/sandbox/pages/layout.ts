// The frame of every page, and the few pieces they share. `html` escapes what is put into it.

import { html } from 'htm/preact';
import type { ComponentChildren, VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';

import type { SandboxResponse } from '../server/message.ts';

export type Content = VNode | string | undefined | readonly (VNode | string | undefined)[];

type Site = 'Sandbox' | 'Sign in' | 'Microsoft 365 admin centre' | 'Outbox';

export interface Page {
  readonly title: string;
  readonly site: Site;
  readonly content: Content;
  readonly status?: number;
  /** Pages with a table need more room than a form does. */
  readonly isWide?: boolean;
  readonly script?: string;
  /** Above the heading. */
  readonly navigation?: VNode;
}

/** preact's own name for what may stand between two tags. */
function children(content: Content): ComponentChildren {
  return Array.isArray(content)
    ? [...(content as readonly (VNode | string | undefined)[])]
    : (content as VNode | string);
}

export function page({
  title,
  site,
  content,
  status = 200,
  isWide = false,
  script,
  navigation,
}: Page): SandboxResponse {
  const width = isWide ? 'wide' : 'narrow';
  const document = html`<html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>${title} – ${site}</title>
      <link rel="stylesheet" href="/assets/sandbox.css" />
      ${script === undefined ? undefined : html`<script src=${script} defer></script>`}
    </head>
    <body>
      <div class="bar"><a href="/">Sandbox</a> – stands in for Microsoft</div>
      <header class=${width}><p class="site">${site}</p></header>
      <main class=${width}>
        ${navigation}
        <h1>${title}</h1>
        ${children(content)}
      </main>
    </body>
  </html>`;
  return {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
    body: `<!doctype html>${renderToString(document)}`,
  };
}

export interface Notice {
  readonly kind: 'good' | 'bad' | 'plain';
  readonly text: Content;
}

export function notice({ kind, text }: Notice): VNode {
  return html`<div class="notice ${kind}" role=${kind === 'bad' ? 'alert' : 'status'}>${children(text)}</div>`;
}

export function formatInstant(instant: string | Date): string {
  return `${new Date(instant).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
