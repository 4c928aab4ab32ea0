import assert from 'node:assert/strict';
import { housePublicUrl } from './house-config.ts';
import { approvalAddress, type Answer, type SandboxCloud } from './sandbox-cloud.ts';
import { createVisitor, readable, type SeenPage } from './visitor.ts';

/** Somebody at the customer's with one browser: walks the Partner Connect site, and Microsoft's pages beside it. */
export interface Customer {
  /** Opens the link as it stands in a card or a mail. */
  open(link: string): Promise<SeenPage>;
  /** From the landing page, as this user (a guest where another organisation is named); ends where the browser ends. */
  signIn(user: string, organisation?: string): Promise<SeenPage>;
  cancelSignIn(): Promise<SeenPage>;
  /** From the page with the Directory Connection to Microsoft's consent page, and back. */
  consent(user: string, choice?: 'accept' | 'cancel'): Promise<SeenPage>;
  confirmTenant(): Promise<SeenPage>;
  /** In a tab of its own, at the address that our page shows. */
  approveDelegatedAdmin(user: string): Promise<Answer>;
  authoriseCsp(user: string): Promise<Answer>;
  saysDone(): Promise<SeenPage>;
  /** The steps, as they are now. */
  look(): Promise<SeenPage>;
}

export function createCustomer({
  cloud,
  address,
  patienceMs,
}: {
  cloud: Pick<SandboxCloud, 'url' | 'post'>;
  address: () => string;
  /** How long an answer of ours is waited for. */
  patienceMs?: number;
}): Customer {
  const visitor = createVisitor(address, patienceMs);
  let last: SeenPage | undefined;

  const arrived = async (page: SeenPage): Promise<SeenPage> => {
    last = page;
    return page.location !== undefined && isOurs(page.location)
      ? arrived(await visitor.get(ours(page.location)))
      : page;
  };
  /** What Microsoft answers to what is done on its page: the way back to us, or a page of its own. */
  const onMicrosoftsPage = async (left: SeenPage, fields: Record<string, string>): Promise<SeenPage> => {
    const microsofts = left.location ?? '';
    assert.ok(microsofts.startsWith(`${cloud.url}/login/`), `our site sends the person to Microsoft: ${left.text}`);
    const answer = await cloud.post(microsofts, fields);
    const location = answer.headers.get('location') ?? undefined;
    const page = { ...answer, html: answer.text, text: readable(answer.text), location };
    return location === undefined ? page : arrived(page);
  };
  const submit = async (form: RegExp): Promise<SeenPage> => {
    const action = form.exec(last?.html ?? '')?.[1];
    assert.ok(action !== undefined, `no form here matches ${String(form)}: ${last?.text ?? ''}`);
    return visitor.submit(action);
  };
  const adminCentreLink = (): string => {
    const href = /<a class="button primary" href="([^"]+)" target="_blank"/.exec(last?.html ?? '')?.[1];
    assert.ok(href !== undefined, `no way to the admin centre here: ${last?.text ?? ''}`);
    return href.replaceAll('&amp;', '&');
  };
  return {
    open: async (link) => arrived(await visitor.get(ours(link))),
    signIn: async (user, organisation = '') =>
      onMicrosoftsPage(await submit(/action="([^"]+\/sign-in)"/), { user, organisation }),
    cancelSignIn: async () => onMicrosoftsPage(await submit(/action="([^"]+\/sign-in)"/), { action: 'cancel' }),
    consent: async (user, action = 'accept') =>
      onMicrosoftsPage(await submit(/action="(\/connect\/consent)"/), { user, action }),
    confirmTenant: async () => arrived(await submit(/action="(\/connect\/confirm)"/)),
    approveDelegatedAdmin(user) {
      const relationshipId = adminCentreLink().split('/').at(-1) ?? '';
      return cloud.post(approvalAddress(relationshipId), { user, action: 'approve' });
    },
    authoriseCsp(user) {
      const [page = ''] = adminCentreLink().split('#');
      return cloud.post(page, { user, action: 'authorise', authorise: 'yes', agreement: 'yes' });
    },
    saysDone: async () => arrived(await submit(/action="(\/connect\/done)"/)),
    look: async () => arrived(await visitor.get('/connect/progress')),
  };
}

function isOurs(location: string): boolean {
  return location.startsWith('/') || location.startsWith(`${housePublicUrl}/`);
}

function ours(location: string): string {
  return location.startsWith(housePublicUrl) ? location.slice(housePublicUrl.length) : location;
}
