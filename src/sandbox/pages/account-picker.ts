// "Pick an account": the people a page offers, and a field for everybody else.

import { html } from 'htm/preact';
import type { VNode } from 'preact';

import { accounts, accountsOf, companyById, guestUserName, personalUserName, type Account } from '../directory.ts';
import type { World } from '../world/world.ts';

const otherCompanyAdmins = ['admin@relecloud.com', 'admin@contoso.com'];

function roleText(world: World, account: Account): string {
  switch (account.kind) {
    case 'globalAdministrator':
      return 'Global Administrator';
    case 'eligibleAdministrator':
      return world.state.activated.includes(account.userName)
        ? 'Global Administrator, activated for now'
        : 'eligible for Global Administrator, not active';
    case 'roleAdministrator':
      return 'Privileged Role Administrator';
    case 'ordinary':
      return 'no administrator role';
    case 'personal':
      return 'personal account';
  }
}

export function accountDescription(world: World, account: Account, tenantId?: string): string {
  const company = companyById(account.tenantId)?.displayName;
  if (company === undefined) return 'personal account';
  const isGuestHere = account.userName === guestUserName && tenantId !== undefined && tenantId !== account.tenantId;
  return isGuestHere ? `guest, from ${company}` : `${company}, ${roleText(world, account)}`;
}

function offered(tenantId: string | undefined): readonly Account[] {
  if (tenantId === undefined) return accounts.filter((account) => account.kind === 'globalAdministrator');
  const own = accountsOf(tenantId);
  const strangers = accounts.filter(
    ({ userName, tenantId: home }) =>
      home !== tenantId &&
      (userName === guestUserName ||
        userName === personalUserName ||
        userName === otherCompanyAdmins.find((candidate) => !own.some((account) => account.userName === candidate))),
  );
  return [...own, ...strangers];
}

export interface PickerOptions {
  readonly world: World;
  /** The tenant the page is about, if it is about one. */
  readonly tenantId?: string | undefined;
  readonly hint?: string | undefined;
  readonly isCancellable?: boolean;
}

/** Posts the field `user` (or `action=cancel`) to the address it stands on. */
export function accountPicker({ world, tenantId, hint, isCancellable = false }: PickerOptions): VNode {
  const people = offered(tenantId).toSorted(
    (left, right) => Number(right.userName === hint) - Number(left.userName === hint),
  );
  return html`<section aria-labelledby="pick">
    <h2 id="pick">Pick an account</h2>
    <form method="post">
      <ul class="people">
        ${people.map(
          (account) =>
            html`<li>
              <button name="user" value=${account.userName}>
                <strong>${account.displayName}</strong> ${account.userName} <br /><span class="soft"
                  >${accountDescription(world, account, tenantId)}</span
                >
              </button>
            </li>`,
        )}
      </ul>
    </form>
    <form method="post">
      <label for="user">Use another account</label>
      <input
        id="user"
        name="user"
        type="email"
        autocomplete="off"
        required
        list="accounts"
        placeholder="admin@contoso.com"
      />
      <datalist id="accounts">${accounts.map((account) => html`<option value=${account.userName}></option>`)}</datalist>
      <div class="actions"><button>Sign in</button></div>
    </form>
    ${isCancellable ? html`<form method="post"><button name="action" value="cancel">Cancel</button></form>` : undefined}
    <p class="soft">There are no passwords in the sandbox. <a href="/">Who is who?</a></p>
  </section>`;
}
