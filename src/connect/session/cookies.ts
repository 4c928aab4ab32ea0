import type { IncomingMessage, ServerResponse } from 'node:http';
import { parseCookie, stringifySetCookie } from 'cookie';

export interface Cookies {
  read(request: IncomingMessage, name: string): string | undefined;
  set(response: ServerResponse, name: string, cookie: { value: string; maxAgeSeconds: number }): void;
}

/** Lax, because Microsoft sends people back to us from its own site. With https the browser pins them to this host. */
export function createCookies(publicUrl: string): Cookies {
  const secure = new URL(publicUrl).protocol === 'https:';
  const fullName = (name: string) => (secure ? `__Host-${name}` : name);
  return {
    read(request, name) {
      const value = parseCookie(request.headers.cookie ?? '')[fullName(name)];
      return value !== undefined && /^[\w-]{16,128}$/.test(value) ? value : undefined;
    },
    set(response, name, { value, maxAgeSeconds }) {
      const options = { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge: maxAgeSeconds } as const;
      response.appendHeader('Set-Cookie', stringifySetCookie({ name: fullName(name), value, ...options }));
    },
  };
}

/** Marks the browser that leaves for Microsoft's sign-in, so that no other can bring the answer. */
export const browserCookie = 'partner-connect-browser';
