import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** Encrypts what is kept at rest, each text for one name: under another it does not open. */
export interface Seal {
  seal(name: string, text: string): string;
  /** Undefined when it was not sealed with one of our keys, or was changed since. */
  open(name: string, sealed: string): string | undefined;
}

type Key = { id: string; bytes: Buffer };

const algorithm = 'aes-256-gcm';
const ivBytes = 12;
const tagBytes = 16;

/** AES-256-GCM. The first key seals, all of them open: put a new one in front, and drop the old one later. */
export function createSeal(keyTexts: readonly [string, ...string[]]): Seal {
  const [first, ...earlier] = keyTexts;
  const sealing = keyFrom(first);
  const keys = [sealing, ...earlier.map(keyFrom)];

  return {
    seal(name, text) {
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv(algorithm, sealing.bytes, iv, { authTagLength: tagBytes });
      cipher.setAAD(Buffer.from(name));
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return [sealing.id, ...[iv, cipher.getAuthTag(), sealed].map((part) => part.toString('base64url'))].join('.');
    },
    open(name, sealed) {
      const [id, ...rest] = sealed.split('.');
      const [iv, tag, body] = rest.map((part) => Buffer.from(part, 'base64url'));
      const key = keys.find((one) => one.id === id);
      if (!key || !body || iv?.length !== ivBytes || tag?.length !== tagBytes) return undefined;
      const decipher = createDecipheriv(algorithm, key.bytes, iv, { authTagLength: tagBytes });
      decipher.setAAD(Buffer.from(name));
      decipher.setAuthTag(tag);
      try {
        return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
      } catch {
        // Node has one error for a wrong key and for changed bytes, and neither is more to us than "not ours".
        return undefined;
      }
    },
  };
}

/** The id only tells which key to take, and nothing about it. */
function keyFrom(text: string): Key {
  const derive = (use: string, length: number) =>
    Buffer.from(hkdfSync('sha256', text, '', `partner-connect ${use}`, length));
  return { id: derive('key id', 6).toString('base64url'), bytes: derive('secrets at rest', 32) };
}
