import { RE2JS, RE2JSException } from 're2js';

const longestPattern = 300;
const longestText = 60;

/**
 * A test by a regular expression that came from outside, or undefined when it cannot be used. RE2 answers in time
 * linear to the text, whatever the expression: a hostile one cannot hold the process up. What RE2 does not know (look
 * around, back references) is such a pattern's end.
 */
export function foreignPattern(written: string): ((text: string) => boolean) | undefined {
  const pattern = tidied(written);
  if (pattern === '' || pattern.length > longestPattern) return undefined;
  try {
    const compiled = RE2JS.compile(pattern);
    return (text) => text.length <= longestText && compiled.test(text);
  } catch (error) {
    if (error instanceof RE2JSException) return undefined;
    throw error;
  }
}

/** The documentation's own example has line breaks and blanks inside of `{5}`, and backslashes twice. */
function tidied(written: string): string {
  return written
    .trim()
    .replace(/\s*[\r\n]\s*/g, '')
    .replace(/\{\s*(\d+)\s*(?:(,)\s*(\d*)\s*)?\}/g, '{$1$2$3}')
    .replace(/\\\\/g, '\\');
}
