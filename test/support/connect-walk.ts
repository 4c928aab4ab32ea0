import assert from 'node:assert/strict';
import type { Steps } from '../../src/core/steps.ts';
import type { ConnectSite } from './connect-site.ts';
import { createVisitor, type SeenPage, type Visitor } from './visitor.ts';

/** Opens the link and leaves for Microsoft; returns the `state` that went along. */
export async function leaveForSignIn(site: ConnectSite, visitor: Visitor): Promise<string> {
  await visitor.get(site.linkPath());
  const left = await visitor.submit(`${site.linkPath()}/sign-in`);
  return stateOf(left);
}

export async function signIn(site: ConnectSite, visitor: Visitor = createVisitor(site.url)): Promise<Visitor> {
  const state = await leaveForSignIn(site, visitor);
  const back = await visitor.get(`/connect/signed-in?code=code-1&state=${state}`);
  assert.equal(back.location, '/connect/progress');
  return visitor;
}

/** From the progress page to Microsoft's consent page; returns the `state` that went along. */
export async function leaveForConsent(visitor: Visitor): Promise<string> {
  await visitor.get('/connect/progress');
  return stateOf(await visitor.submit('/connect/consent'));
}

/** Signed in, and with the Directory Connection accepted. */
export async function consent(site: ConnectSite): Promise<Visitor> {
  const visitor = await signIn(site);
  const state = await leaveForConsent(visitor);
  await visitor.get(`/connect/consented?admin_consent=True&tenant=tenant-contoso&state=${state}`);
  return visitor;
}

/** Connected, and the tenant confirmed. */
export async function confirm(site: ConnectSite): Promise<Visitor> {
  const visitor = await consent(site);
  await visitor.get('/connect/progress');
  await visitor.submit('/connect/confirm');
  return visitor;
}

/** What the watcher finds meanwhile, the request for delegated admin being made. */
export function watcherFinds(site: ConnectSite, steps: Partial<Steps>): void {
  const { steps: before, version } = site.now();
  site.change({ version: version + 1, relationshipId: 'relationship-1', steps: { ...before, ...steps } });
}

function stateOf(page: SeenPage): string {
  assert.equal(page.status, 303);
  const state = new URL(page.location ?? '').searchParams.get('state');
  assert.ok(state);
  return state;
}
