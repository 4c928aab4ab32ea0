import assert from 'node:assert/strict';

export interface SeenPage {
  status: number;
  headers: Headers;
  html: string;
  /** As a person reads it: tags gone, entities resolved, white space folded. */
  text: string;
  location: string | undefined;
}

/** A browser in little: keeps cookies, follows nothing by itself, fills in forms that stand on the page it saw. */
export interface Visitor {
  get(path: string, headers?: Record<string, string>): Promise<SeenPage>;
  head(path: string): Promise<SeenPage>;
  post(path: string, fields?: Record<string, string>, headers?: Record<string, string>): Promise<SeenPage>;
  /** Sends the form with this action from the last page seen, hidden fields included. */
  submit(action: string): Promise<SeenPage>;
  cookies: Map<string, string>;
}

/** `address` is asked at each request: a restarted service may listen elsewhere. Patience has no end when none is named. */
export function createVisitor(address: string | (() => string), patienceMs?: number): Visitor {
  const cookies = new Map<string, string>();
  let lastHtml = '';
  const send = async (path: string, init: RequestInit): Promise<SeenPage> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...(init.headers as Record<string, string>), ...(cookie !== '' && { cookie }) };
    const response = await fetch(new URL(path, typeof address === 'string' ? address : address()), {
      ...init,
      headers,
      redirect: 'manual',
      ...(patienceMs !== undefined && { signal: AbortSignal.timeout(patienceMs) }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    const html = await response.text();
    if (html !== '') lastHtml = html;
    const location = response.headers.get('location') ?? undefined;
    return { status: response.status, headers: response.headers, html, text: readable(html), location };
  };
  const post: Visitor['post'] = (path, fields = {}, headers = {}) =>
    send(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
      body: new URLSearchParams(fields).toString(),
    });
  return {
    cookies,
    get: (path, headers = {}) => send(path, { headers }),
    head: (path) => send(path, { method: 'HEAD' }),
    post,
    submit(action) {
      const form = new RegExp(`<form method="post" action="${action}">(.*?)</form>`, 's').exec(lastHtml)?.[1];
      assert.ok(form, `the page has no form for ${action}`);
      const inputs = form.matchAll(/name="([^"]+)" value="([^"]*)"/g);
      return post(action, Object.fromEntries([...inputs].map(([, name = '', value = '']) => [name, value])));
    },
  };
}

export function readable(html: string): string {
  const body = html.replace(/<head>.*?<\/head>/s, '').replace(/<[^>]+>/g, ' ');
  const resolved = body
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
  return resolved.replace(/\s+/g, ' ').trim();
}
