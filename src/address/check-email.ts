import { domainToASCII } from 'node:url';
import { checkText } from './check-text.ts';
import { wrong, type Checked } from './problem.ts';

/** RFC 5321: 64 before the @, 254 in all. */
const maxLength = 254;
const localPart = /^[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*$/;
/** Before conversion: the converter reads its input as the host of a URL and would drop what follows a slash. */
const typedDomain = /^[\p{L}\p{M}\p{N}.-]+$/u;
const domainPart = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$/;

/** An address that mail can be sent to; the domain in lower-case ASCII (punycode for names in other scripts). */
export function checkEmail(typed: string): Checked<string> {
  const text = checkText(typed, { max: maxLength, required: true });
  if (text.kind === 'wrong') return text;
  const at = text.value.lastIndexOf('@');
  const [local, domain] = [text.value.slice(0, Math.max(at, 0)), text.value.slice(at + 1)];
  const ascii = typedDomain.test(domain) ? domainToASCII(domain) : '';
  const email = `${local}@${ascii}`;
  const wellFormed = local.length <= 64 && localPart.test(local) && domainPart.test(ascii);
  return wellFormed && email.length <= maxLength ? { kind: 'ok', value: email } : wrong('email');
}
