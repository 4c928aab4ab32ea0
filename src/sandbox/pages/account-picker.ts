// "Pick an account": the people a page offers, and a field for everybody else.

import { html } from 'htm/preact';
import type { VNode } from 'preact';

import {
  accounts,
  accountsOf,
  companyById,
  guestUserName,
  isPartnerTenant,
  personalUserName,
  type Account,
} from '../directory.ts';
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

interface Offer {
  readonly first: readonly Account[];
  /** Behind a fold: too many to look through. */
  readonly others: readonly Account[];
}

/** Without a tenant nobody knows whose page it is: every company's administrator, and the usual wrong people. */
function offerForAnyTenant(): Offer {
  const isFirst = ({ kind, userName }: Account): boolean =>
    kind === 'globalAdministrator' || kind === 'personal' || userName === guestUserName;
  const customersFirst = accounts.toSorted(
    (left, right) => Number(isPartnerTenant(left.tenantId)) - Number(isPartnerTenant(right.tenantId)),
  );
  return { first: customersFirst.filter(isFirst), others: customersFirst.filter((account) => !isFirst(account)) };
}

function offerForTenant(tenantId: string): Offer {
  const own = accountsOf(tenantId);
  const stranger = otherCompanyAdmins.find((userName) => !own.some((account) => account.userName === userName));
  const strangers = [guestUserName, stranger, personalUserName];
  const isStranger = (account: Account): boolean =>
    account.tenantId !== tenantId && strangers.includes(account.userName);
  return { first: [...own, ...accounts.filter(isStranger)], others: [] };
}

export interface PickerOptions {
  readonly world: World;
  /** The tenant the page is about, if it is about one. */
  readonly tenantId?: string | undefined;
  /** Whoever should stand at the top. */
  readonly hint?: string | undefined;
  readonly isCancellable?: boolean;
}

function people({ world, tenantId, hint }: PickerOptions, offer: readonly Account[]): VNode {
  const isHinted = (account: Account): number => Number(account.userName === hint);
  const sorted = offer.toSorted((left, right) => isHinted(right) - isHinted(left));
  return html`<form method="post">
    <ul class="people">
      ${sorted.map(
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
  </form>`;
}

const accountField = (isForAnyTenant: boolean): VNode =>
  html`<form method="post">
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
    ${
      isForAnyTenant &&
      html`<details>
        <summary>Sign-in options</summary>
        <label for="organisation">Sign in to an organisation, as a guest of it</label>
        <input id="organisation" name="organisation" autocomplete="off" placeholder="contoso.com" />
      </details>`
    }
    <div class="actions"><button>Sign in</button></div>
  </form>`;

/** Posts the field `user` (or `action=cancel`) to the address it stands on. */
export function accountPicker(options: PickerOptions): VNode {
  const { first, others } = options.tenantId === undefined ? offerForAnyTenant() : offerForTenant(options.tenantId);
  const folded = html`<details>
    <summary>Ordinary users and administrators whose role is not active</summary>
    ${people(options, others)}
  </details>`;
  return html`<section aria-labelledby="pick">
    <h2 id="pick">Pick an account</h2>
    ${people(options, first)} ${others.length === 0 ? undefined : folded}
    ${accountField(options.tenantId === undefined)}
    ${
      options.isCancellable === true
        ? html`<form method="post"><button name="action" value="cancel">Cancel</button></form>`
        : undefined
    }
    <p class="soft">There are no passwords in the sandbox. <a href="/">Who is who?</a></p>
  </section>`;
}
