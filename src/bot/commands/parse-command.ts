import type { Activity } from 'botbuilder';
import { z } from 'zod';
import { commands, type Command } from './commands.ts';

const mention = z.object({
  type: z.literal('mention'),
  text: z.string().min(1).max(1000),
  mentioned: z.object({ id: z.string() }),
});
const longestText = 2000;

/** What the person typed to us: without our own mention, in one line. Teams may send hard spaces. */
export function textOf(activity: Activity): string {
  const mentions = (activity.entities ?? []).flatMap((entity) => mention.safeParse(entity).data ?? []);
  const ours = mentions.filter(({ mentioned }) => mentioned.id === activity.recipient.id);
  const bare = ours.reduce((text, { text: name }) => text.replaceAll(name, ' '), activity.text.slice(0, longestText));
  return bare
    .replace(/&nbsp;/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** What people also say, and which of our commands it means. */
const otherWords: readonly { word: string; means: string }[] = [
  { word: 'mine', means: 'list mine' },
  { word: 'find', means: 'status' },
];

/** The longest command that the text begins with, and what follows it. */
export function parseCommand(typed: string): { command: Command; argument: string } | undefined {
  const text = inOurWords(typed);
  const lower = text.toLowerCase();
  const byLength = [...commands].sort((a, b) => b.name.length - a.name.length);
  const command = byLength.find(({ name }) => lower === name || lower.startsWith(`${name} `));
  return command && { command, argument: text.slice(command.name.length).trim() };
}

function inOurWords(text: string): string {
  const lower = text.toLowerCase();
  const other = otherWords.find(({ word }) => lower === word || lower.startsWith(`${word} `));
  return other ? `${other.means}${text.slice(other.word.length)}` : text;
}
