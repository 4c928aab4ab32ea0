// Who this browser is signed in as. The cookie holds a user name and nothing else: anybody may be anybody in here.

import { accountByUserName, type Account } from '../directory.ts';
import { cookieOf, formOf, withHeaders, type SandboxRequest, type SandboxResponse } from '../server/message.ts';

const cookieName = 'sandbox_account';

export function sessionAccount(request: SandboxRequest): Account | undefined {
  const userName = cookieOf(request, cookieName);
  return userName === undefined ? undefined : accountByUserName(userName);
}

/** The person who acts: the one named in the form, so that a script needs no cookie, else the one signed in. */
export function actingAccount(request: SandboxRequest): Account | undefined {
  const posted = request.method === 'POST' ? formOf(request).get('user') : null;
  return posted === null ? sessionAccount(request) : accountByUserName(posted);
}

export function remember(response: SandboxResponse, account: Account): SandboxResponse {
  const value = encodeURIComponent(account.userName);
  return withHeaders(response, { 'set-cookie': `${cookieName}=${value}; Path=/; HttpOnly; SameSite=Lax` });
}

export function forget(response: SandboxResponse): SandboxResponse {
  return withHeaders(response, { 'set-cookie': `${cookieName}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax` });
}
