import { html } from 'htm/preact';
import type { ComponentChildren, VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { companiesOf, type Companies } from '../../core/companies.ts';
import type { ConnectConfig } from '../connect-deps.ts';
import type { Translate } from '../../text/translate.ts';

/** What every page needs to know besides its own data. */
export interface Site {
  t: Translate;
  config: ConnectConfig;
  companies: Companies;
  assets: { style: string; script: string; mark: string };
}

/** The same pages in the names that customers of this organisation know. */
export function siteFor(site: Site, organisationId: string | undefined): Site {
  return { ...site, companies: companiesOf(site.config, organisationId) };
}

export interface Page {
  title: string;
  content: ComponentChildren;
  /** The page reads the state again after so many seconds; `key` says whether it changed. */
  live?: { refreshSeconds: number; key: string };
}

/** The only place that makes a document. Everything inside is escaped by the library; nothing is inserted raw. */
export function renderPage(site: Site, page: Page): string {
  const { t, assets } = site;
  const document = html`
    <html lang=${t.language}>
      <head>
        <meta charset="utf-8" />
        <title>${`${page.title} · ${t('connect.site')}`}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex, nofollow" />
        <link rel="icon" type="image/svg+xml" href=${assets.mark} />
        <link rel="stylesheet" href=${assets.style} />
        ${page.live && refreshHead(assets.script, page.live.refreshSeconds)}
      </head>
      <body>
        <a class="skip" href="#content">${t('connect.skip')}</a>
        ${header(site)}
        <main id="content" tabindex="-1" ...${liveAttributes(page)}>${page.content}</main>
        ${footer(site)}
      </body>
    </html>
  `;
  return `<!doctype html>${renderToString(document)}`;
}

/** With script the page asks in the background; without it the browser loads the page again. */
function refreshHead(script: string, seconds: number): VNode[] {
  return [
    html`<script type="module" src=${script}></script>`,
    html`<noscript><meta http-equiv="refresh" content=${String(seconds)} /></noscript>`,
  ];
}

function liveAttributes({ live }: Page): Record<string, string> {
  return live === undefined ? {} : { 'data-refresh-seconds': String(live.refreshSeconds), 'data-state-key': live.key };
}

function header({ t, companies, assets }: Site): VNode {
  return html`
    <header class="top">
      <img src=${assets.mark} alt="" width="32" height="32" />
      <p><strong>${companies.partner}</strong><span>${t('connect.site')}</span></p>
    </header>
  `;
}

function footer({ t, config, companies: { partner } }: Site): VNode {
  const { supportContact: support } = config;
  const ask =
    support === undefined
      ? t('connect.footer.ask', { partner })
      : html`${t('connect.footer.askAt', { partner })} ${contactView(support)}`;
  return html`
    <footer class="bottom">
      <p>${ask}</p>
      <p>${t('connect.footer.microsoft')}</p>
    </footer>
  `;
}

/** Whoever is stuck may be on a phone: what can be tapped is a link. A telephone number is told apart by phones themselves. */
function contactView(support: string): VNode | string {
  if (/^https:\/\/\S+$/.test(support)) return html`<a href=${support}>${support}</a>`;
  return /^[^\s@]+@[^\s@]+$/.test(support) ? html`<a href=${`mailto:${support}`}>${support}</a>` : support;
}
