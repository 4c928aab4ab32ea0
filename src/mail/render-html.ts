// Mail programs know tables and inline styles, and little else: Outlook on Windows renders with Word. What stands in
// the style sheet is for those that know more (dark mode, narrow screens). `html` escapes whatever is put into it.
import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { Block, MailContent } from './content.ts';

const font = 'font-family:Segoe UI,Helvetica Neue,Helvetica,Arial,sans-serif';
const ink = '#1d2430';
const soft = '#566073';
const accent = '#1b5e8a';
const line = '#d4d9e2';
const text = `margin:0 0 16px;${font};font-size:16px;line-height:24px;color:${ink}`;
const small = `${font};font-size:14px;line-height:20px;color:${soft}`;

/** Holds no quotes and no angle brackets, which a style element would show escaped. */
const styleSheet = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
body { margin: 0; padding: 0; -webkit-text-size-adjust: 100%; }
@media (max-width: 480px) { .pad { padding-left: 20px !important; padding-right: 20px !important; } }
@media (prefers-color-scheme: dark) {
  .ground { background-color: #12161d !important; }
  .paper { background-color: #1c222d !important; border-color: #38414f !important; }
  .ink { color: #e8ebf1 !important; }
  .soft { color: #a9b2c3 !important; }
  .link { color: #8cc4ea !important; }
  .rule { border-color: #38414f !important; }
  .number { background-color: #2b4a63 !important; color: #e8ebf1 !important; }
}`;

export interface Frame {
  language: string;
  product: string;
}

export function renderHtml(content: MailContent, { language, product }: Frame): string {
  const mail = html`<html lang=${language}>
    <head>
      <meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="supported-color-schemes" content="light dark" />
      <title>${content.subject}</title>
      <style>
        ${styleSheet}
      </style>
    </head>
    <body class="ground" style="margin:0;padding:0;background-color:#f1f3f7">
      <div style="display:none;max-height:0;overflow:hidden">${content.preview}</div>
      <table role="presentation" class="ground" cellpadding="0" cellspacing="0" border="0" width="100%">
        <tr>
          <td class="ground" align="center" style="padding:24px 8px;background-color:#f1f3f7">
            ${paper(content, product)}
          </td>
        </tr>
      </table>
    </body>
  </html>`;
  return `<!doctype html>${renderToString(mail)}`;
}

function paper({ title, blocks, reason }: MailContent, product: string): VNode {
  // One long word must not make the mail wider than the screen.
  const wraps = 'table-layout:fixed;overflow-wrap:anywhere;word-break:break-word';
  const frame = `width:100%;max-width:600px;background-color:#ffffff;border:1px solid ${line};border-radius:8px`;
  return html`<table
    role="presentation"
    class="paper"
    cellpadding="0"
    cellspacing="0"
    border="0"
    width="600"
    style=${`${frame};border-collapse:separate;${wraps}`}
  >
    <tr>
      <td class="pad" style=${`padding:28px 32px 0;${small};font-weight:600`}>
        <span class="link" style=${`color:${accent}`}>${product}</span>
      </td>
    </tr>
    <tr>
      <td class="pad" style="padding:8px 32px 12px">
        <h1 class="ink" style=${`margin:0 0 16px;${font};font-size:24px;line-height:30px;font-weight:600;color:${ink}`}>
          ${title}
        </h1>
        ${blocks.map(htmlOf)}
      </td>
    </tr>
    <tr>
      <td class="pad rule soft" style=${`padding:16px 32px 24px;border-top:1px solid ${line};${small}`}>${reason}</td>
    </tr>
  </table>`;
}

function htmlOf(block: Block): VNode {
  switch (block.kind) {
    case 'paragraph':
      return html`<p class="ink" style=${text}>${withMailLinks(block.text)}</p>`;
    case 'heading':
      return html`<h2 class="ink" style=${`margin:28px 0 12px;${font};font-size:18px;line-height:24px;color:${ink}`}>
        ${block.text}
      </h2>`;
    case 'action':
      return action(block);
    case 'steps':
      return table(block.items.map(({ title, text: what }, index) => step(String(index + 1), title, what)));
    case 'points':
      return table(block.items.map((item) => point(item)));
    case 'facts':
      return table(block.items.map(fact));
  }
}

function table(rows: readonly VNode[]): VNode {
  return html`<table
    role="presentation"
    cellpadding="0"
    cellspacing="0"
    border="0"
    width="100%"
    style="margin:0 0 16px"
  >
    ${rows.map(
      (cells) =>
        html`<tr>
          ${cells}
        </tr>`,
    )}
  </table>`;
}

/** The padding of the cell makes the button, so that it is one in Outlook too. */
function action({ label, hint, url, note }: Extract<Block, { kind: 'action' }>): VNode {
  const button = `display:inline-block;padding:14px 28px;${font};font-size:16px;line-height:20px;font-weight:600`;
  return html`<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:8px 0 20px">
      <tr>
        <td align="center" bgcolor=${accent} style=${`background-color:${accent};border-radius:6px`}>
          <a href=${url} style=${`${button};color:#ffffff;text-decoration:none;border-radius:6px`}>${label}</a>
        </td>
      </tr>
    </table>
    <p class="soft" style=${`margin:0 0 4px;${small}`}>${hint}</p>
    <p style=${`margin:0 0 8px;${small};word-break:break-all`}>
      <a class="link" href=${url} style=${`color:${accent}`}>${url}</a>
    </p>
    <p class="ink" style=${`${text};font-weight:600`}>${note}</p>`;
}

function step(number: string, title: string, what: string): VNode {
  const disc = `width:28px;height:28px;border-radius:14px;background-color:#dcebf5;${font};font-size:14px;font-weight:600`;
  return html`<td width="44" valign="top" style="padding:0 0 14px">
      <table role="presentation" cellpadding="0" cellspacing="0" border="0">
        <tr>
          <td class="number" align="center" valign="middle" width="28" height="28" style=${`${disc};color:${accent}`}>
            ${number}
          </td>
        </tr>
      </table>
    </td>
    <td valign="top" style="padding:2px 0 14px">
      <div class="ink" style=${`${font};font-size:16px;line-height:24px;font-weight:600;color:${ink}`}>${title}</div>
      <div class="soft" style=${small}>${what}</div>
    </td>`;
}

function point(item: string): VNode {
  return html`<td class="link" width="24" valign="top" style=${`${text};color:${accent}`}>•</td>
    <td class="ink" valign="top" style=${`${text};padding:0 0 8px`}>${item}</td>`;
}

function fact({ label, value }: { label: string; value: string }): VNode {
  const cell = `padding:8px 0;border-bottom:1px solid ${line}`;
  return html`<td class="soft rule" width="36%" valign="top" style=${`${small};${cell}`}>${label}</td>
    <td class="ink rule" valign="top" style=${`${small};${cell};color:${ink}`}>${withMailLinks(value)}</td>`;
}

/** A whole word, or none of it: half an address is somebody else's. */
const mailAddress = /(?<![^\s(“‹:,;])([\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+)(?![\w@])/;

/** Whom to ask is a tap away. Of what people typed, only what is no more than an address becomes a link. */
function withMailLinks(sentence: string): (string | VNode)[] {
  return sentence
    .split(mailAddress)
    .map((part, index) =>
      index % 2 === 0 ? part : html`<a class="link" href=${mailtoOf(part)} style=${`color:${accent}`}>${part}</a>`,
    );
}

function mailtoOf(address: string): string {
  const at = address.lastIndexOf('@');
  return `mailto:${encodeURIComponent(address.slice(0, at))}${address.slice(at)}`;
}
