import type { Block, MailContent } from './content.ts';

/** For readers without HTML, and for those who trust plain text more. */
export function renderText({ title, blocks, reason }: MailContent, product: string): string {
  return `${[title, ...blocks.map(textOf), '--', reason, product].join('\n\n')}\n`;
}

function textOf(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return block.text;
    case 'heading':
      return `${block.text}\n${'-'.repeat(block.text.length)}`;
    case 'action':
      return `${block.label}:\n${block.url}\n${block.note}`;
    case 'steps':
      return block.items.map(({ title, text }, index) => `${String(index + 1)}. ${title}\n   ${text}`).join('\n');
    case 'points':
      return block.items.map((item) => `* ${item}`).join('\n');
    case 'facts':
      return block.items.map(({ label, value }) => `${label}: ${value}`).join('\n');
  }
}
