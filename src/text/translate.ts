import { IntlMessageFormat } from 'intl-messageformat';
import { en } from './en.ts';

export type TextKey = keyof typeof en;
export type TextValues = Readonly<Record<string, string | number | Date>>;

/** `t(key, values)`: the sentence for people. Values are inserted as plain text; whoever shows it escapes it. */
export interface Translate {
  (key: TextKey, values?: TextValues): string;
  /** BCP 47. */
  language: string;
}

/** Messages are ICU: plurals, choices and dates come from the library. Parsed on first use and kept. */
export function createTranslate(language = 'en', timeZone = 'UTC'): Translate {
  const parsed = new Map<TextKey, IntlMessageFormat>();
  const translate = (key: TextKey, values: TextValues = {}): string => {
    const known = parsed.get(key);
    const message =
      known ?? new IntlMessageFormat(en[key], written[language] ?? language, { date: dateStyles(timeZone) });
    if (!known) parsed.set(key, message);
    return String(message.format(values));
  };
  return Object.assign(translate, { language });
}

/** English is written as in Britain here, and so are its dates: “2 December 2026” cannot be misread. */
const written: Readonly<Record<string, string>> = { en: 'en-GB' };

function dateStyles(timeZone: string): Record<string, Intl.DateTimeFormatOptions> {
  return {
    day: { day: 'numeric', month: 'long', year: 'numeric', timeZone },
    moment: {
      day: 'numeric',
      month: 'long',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      timeZone,
      timeZoneName: 'short',
    },
  };
}
