import type { TenantInventory } from '../../core/inventory.ts';
import type { LicenceHeld } from '../../core/ports/microsoft.ts';
import type { Status } from '../../core/status.ts';
import type { Transition } from '../../core/transition.ts';
import { productName } from '../../text/product-names.ts';
import type { TextKey, Translate } from '../../text/translate.ts';
import { toggleButton, type Button } from '../buttons.ts';
import { optional, type Optional } from '../forms/form.ts';
import { plain } from '../plain.ts';
import { day } from './status-look.ts';

interface Row {
  product: string;
  seats: string;
}

/** A heading, what it means, and a product a line; most of them behind a button where there are many. */
interface LicenceBlock {
  title: string;
  note: Optional<{ text: string }>;
  rows: readonly Row[];
  rest: Optional<{ open: readonly Button[]; rows: readonly Row[]; unlisted: Optional<{ text: string }> }>;
}

/** As far as it could be read. */
interface Known {
  users: TenantInventory['users'];
  licences: TenantInventory['licences'];
}

/** So many are read at a glance, on a phone too. */
const mostShown = 4;
const mostTold = 3;

/** What was wanted beside what is there, so that whoever orders sees both: once it can be ordered, and for who asks. */
export function licenceBlocks(
  t: Translate,
  transition: Transition,
  { status, view }: { status: Status; view: 'living' | 'status' },
): LicenceBlock[] {
  if (transition.cancelledAt || (status !== 'normal' && view !== 'status')) return [];
  return [...wantedBlock(t, transition), ...heldBlock(t, transition)];
}

function wantedBlock(t: Translate, { licencesWanted }: Transition): LicenceBlock[] {
  if (licencesWanted.length === 0) return [];
  const rows = licencesWanted.map(({ product, quantity }) => ({
    product: plain(product),
    seats: t('cards.licences.count', { quantity }),
  }));
  return [{ title: t('cards.licences.section'), note: [], rows, rest: [] }];
}

function heldBlock(t: Translate, { inventory }: Transition): LicenceBlock[] {
  const { users, licences } = inventory ?? {};
  const readAt = licences?.readAt ?? users?.readAt;
  if (!readAt) return [];
  const { held, more } = licences ?? { held: [], more: 0 };
  const rows = held.map((licence) => rowOf(t, licence));
  // One alone is not worth a button.
  const shown = rows.length === mostShown + 1 ? rows.length : mostShown;
  const values = { users: usersOf(t, users), day: day(readAt) };
  return [
    {
      title: t('cards.inventory.title'),
      note: [{ text: t(noteKey({ users, licences }), values) }],
      rows: rows.slice(0, shown),
      rest: optional(restOf(t, rows.slice(shown), more)),
    },
  ];
}

function usersOf(t: Translate, users: TenantInventory['users']): string {
  return users ? t('cards.inventory.users', { count: users.count }) : '';
}

function noteKey({ users, licences }: Known): TextKey {
  if (!licences) return 'cards.inventory.noteUsers';
  if (licences.held.length === 0) return users ? 'cards.inventory.noteNone' : 'cards.inventory.noteNothing';
  return users ? 'cards.inventory.note' : 'cards.inventory.noteUncounted';
}

function restOf(t: Translate, rows: readonly Row[], more: number) {
  if (rows.length === 0) return undefined;
  return {
    open: [toggleButton(t('cards.inventory.open', { count: rows.length }), { moreLicences: true })],
    rows,
    unlisted: optional(more > 0 ? { text: t('cards.inventory.unlisted', { count: more }) } : undefined),
  };
}

const lapseTexts = {
  expired: 'cards.inventory.expired',
  suspended: 'cards.inventory.suspended',
  cancelled: 'cards.inventory.cancelled',
} as const satisfies Record<NonNullable<LicenceHeld['lapse']>, TextKey>;

function rowOf(t: Translate, { sku, bought, assigned, lapse }: LicenceHeld): Row {
  const product = productName(sku);
  return {
    product: plain(lapse ? t(lapseTexts[lapse], { product }) : product),
    seats:
      assigned === undefined
        ? t('cards.inventory.bought', { bought })
        : t('cards.inventory.seats', { assigned, bought }),
  };
}

/** The same in two sentences, for a message. */
export function licenceLines(t: Translate, transition: Transition): string[] {
  const wanted = transition.licencesWanted.map(({ product, quantity }) =>
    t('cards.inventory.newsWantedOne', { product, quantity }),
  );
  return [
    ...(wanted.length > 0 ? [t('cards.inventory.newsWanted', { list: wanted.join(', ') })] : []),
    ...heldLine(t, transition),
  ];
}

function heldLine(t: Translate, { inventory }: Transition): string[] {
  const { users, licences } = inventory ?? {};
  const held = licences?.held ?? [];
  const count = held.length + (licences?.more ?? 0) - mostTold;
  const list = [
    ...held.slice(0, mostTold).map((licence) => t('cards.inventory.newsProduct', { ...rowOf(t, licence) })),
    ...(count > 0 ? [t('cards.inventory.newsMore', { count })] : []),
  ].join(', ');
  if (!users) return list === '' ? [] : [t('cards.inventory.newsSeatsOnly', { list })];
  const values = { users: usersOf(t, users), list };
  return [t(list === '' ? 'cards.inventory.newsUsers' : 'cards.inventory.newsSeats', values)];
}
