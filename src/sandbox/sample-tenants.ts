// One company per interesting case. The names are companies Microsoft invented for its own documentation.

type Cloud = 'commercial' | 'gcc' | 'gccHigh';

/** How a tenant departs from the straight path. Everything left out is the ordinary case. */
export interface Behaviour {
  readonly consentLagSeconds?: number | undefined;
  readonly consentLagError?: 7000229 | 700016 | 65001 | 'noRoles' | undefined;
  readonly consentRemovedAfterSeconds?: number | undefined;
  readonly agreement?: 'required' | 'partnerAttestation' | undefined;
  readonly gdapActivation?: 'normal' | 'stuck' | undefined;
  readonly accessAssignments?: 'normal' | 'stuck' | 'error' | undefined;
  readonly visibleAfterSeconds?: number | undefined;
  readonly invitation?: 'allowed' | 'syndication' | undefined;
  /** An AADSTS number that stops every sign-in of this tenant. */
  readonly signInError?: number | undefined;
  /** Where it shows: on Microsoft's own page, sent back to the app, or only when the app redeems the code. */
  readonly signInErrorAt?: 'page' | 'return' | 'token' | undefined;
  /** An AADSTS number that the consent page sends back to the app instead of a success. */
  readonly consentError?: number | undefined;
  /** An administrator switched the enterprise application off. */
  readonly appDisabled?: boolean | undefined;
  readonly tenantDeleted?: boolean | undefined;
  /** How Microsoft's vetting of a qualification ends by itself; `stuck`: it never does. */
  readonly vetting?: 'approved' | 'denied' | 'stuck' | undefined;
  readonly vettingAfterSeconds?: number | undefined;
  /** Partner Center's number for an account under review, which refuses to work for the customer. */
  readonly accountReview?: number | undefined;
  /** Its people sign in at a page of their own, on this host. */
  readonly signInHost?: string | undefined;
}

export interface SampleTenant {
  readonly tenantId: string;
  readonly displayName: string;
  readonly domain: string;
  readonly country: string;
  readonly city: string;
  readonly state: string;
  readonly street: string;
  readonly postalCode: string;
  readonly phone: string;
  readonly cloud: Cloud;
  readonly tenantType: 'AAD' | 'AAD B2C' | 'CIAM';
  readonly licensedUsers: number;
  /** No `admin` means that nobody holds the Global Administrator role at the moment. */
  readonly people: { readonly admin?: string; readonly eligible: string; readonly user: string };
  readonly story: string;
  /** What had already happened before the sandbox began. */
  readonly history: readonly ('agreement' | 'reseller' | 'relationship')[];
  readonly behaviour: Behaviour;
}

type Place = Pick<SampleTenant, 'country' | 'city' | 'state' | 'street' | 'postalCode' | 'phone'>;

const redmond: Place = {
  country: 'US',
  city: 'Redmond',
  state: 'WA',
  street: '1 Microsoft Way',
  postalCode: '98052',
  phone: '4255550100',
};
const sanFrancisco: Place = {
  country: 'US',
  city: 'San Francisco',
  state: 'CA',
  street: '555 California Street',
  postalCode: '94104',
  phone: '4155550123',
};
const newYork: Place = {
  country: 'US',
  city: 'New York',
  state: 'NY',
  street: '11 Times Square',
  postalCode: '10036',
  phone: '2125550170',
};
const munich: Place = {
  country: 'DE',
  city: 'München',
  state: 'Bayern',
  street: 'Walter-Gropius-Straße 5',
  postalCode: '80807',
  phone: '08931760',
};

const people = { admin: 'Megan Bowen', eligible: 'Alex Wilber', user: 'Diego Siciliani' };
const otherPeople = { admin: 'Nestor Wilke', eligible: 'Lynne Robbins', user: 'Pradeep Gupta' };
const furtherPeople = { admin: 'Miriam Graham', eligible: 'Grady Archie', user: 'Joni Sherman' };

type Details = Pick<SampleTenant, 'displayName' | 'domain' | 'story'> & Partial<SampleTenant>;

function tenant(position: number, details: Details): SampleTenant {
  return {
    tenantId: `10000000-0000-4000-8000-${String(100 + position).padStart(12, '0')}`,
    ...redmond,
    people,
    cloud: 'commercial',
    tenantType: 'AAD',
    licensedUsers: 25,
    history: [],
    behaviour: {},
    ...details,
  };
}

export const sampleTenants: readonly SampleTenant[] = [
  tenant(1, {
    displayName: 'Contoso',
    domain: 'contoso.com',
    licensedUsers: 48,
    story: 'The straight path. Nothing has been accepted yet; every step works.',
  }),
  tenant(2, {
    displayName: 'Fabrikam',
    domain: 'fabrikam.com',
    ...sanFrancisco,
    people: otherPeople,
    history: ['agreement'],
    story: 'The Microsoft Customer Agreement was accepted earlier; the invitation does not ask for it again.',
  }),
  tenant(3, {
    displayName: 'Adatum',
    domain: 'adatum.com',
    ...newYork,
    people: furtherPeople,
    behaviour: { consentLagSeconds: 90, consentLagError: 7000229 },
    story: 'Consent takes a minute and a half to reach the token service (AADSTS7000229 until then).',
  }),
  tenant(4, {
    displayName: 'Tailspin Toys',
    domain: 'tailspintoys.com',
    behaviour: { gdapActivation: 'stuck' },
    story: 'The approved admin relationship stays in "activating" until the sandbox is told otherwise.',
  }),
  tenant(5, {
    displayName: 'Wingtip Toys',
    domain: 'wingtiptoys.com',
    ...sanFrancisco,
    people: otherPeople,
    history: ['agreement', 'reseller', 'relationship'],
    story: 'Already a customer of Northwind Traders, with an active admin relationship.',
  }),
  tenant(6, {
    displayName: 'Litware',
    domain: 'litwareinc.com',
    people: { eligible: 'Alex Wilber', user: 'Diego Siciliani' },
    story: 'Nobody is Global Administrator at the moment: the role must be activated first (button below).',
  }),
  tenant(7, {
    displayName: 'Woodgrove Bank',
    domain: 'woodgrovebank.com',
    ...newYork,
    cloud: 'gccHigh',
    story: 'Lives in GCC High, another cloud: found by its domain, but out of reach.',
  }),
  tenant(8, {
    displayName: 'City Power & Light',
    domain: 'cpandl.com',
    cloud: 'gcc',
    licensedUsers: 120,
    people: furtherPeople,
    story: 'A government tenant in GCC, which is on the commercial hosts: everything works.',
  }),
  tenant(9, {
    displayName: 'School of Fine Art',
    domain: 'fineartschool.net',
    ...sanFrancisco,
    licensedUsers: 310,
    people: otherPeople,
    story: 'An academic customer. The path is the straight one; the Education qualification is approved after a while.',
  }),
  tenant(10, {
    displayName: 'Proseware',
    domain: 'proseware.com',
    tenantType: 'AAD B2C',
    story: 'A B2C tenant: nothing shows it before the consent, and then the bot stops.',
  }),
  tenant(11, {
    displayName: 'Lucerne Publishing',
    domain: 'lucernepublishing.com',
    ...newYork,
    people: furtherPeople,
    behaviour: { consentRemovedAfterSeconds: 300 },
    story:
      'Five minutes after consent somebody removes the app from the directory again. It is told once the consent is an hour old.',
  }),
  tenant(12, {
    displayName: 'Coho Vineyard',
    domain: 'cohovineyard.com',
    behaviour: { invitation: 'syndication' },
    story: 'Bound to a syndication partner: the invitation page refuses.',
  }),
  tenant(13, {
    displayName: 'Trey Research',
    domain: 'treyresearch.net',
    ...sanFrancisco,
    people: otherPeople,
    history: ['relationship'],
    story: 'Already has an active admin relationship with Northwind Traders, but no reseller relationship.',
  }),
  tenant(14, {
    displayName: 'Humongous Insurance',
    domain: 'humongousinsurance.com',
    ...munich,
    people: furtherPeople,
    story: 'In Germany, outside the partner’s region: the invitation page refuses.',
  }),
  tenant(15, {
    displayName: 'Margie’s Travel',
    domain: 'margiestravel.com',
    behaviour: { agreement: 'partnerAttestation' },
    story: 'Bought through a partner before: the agreement must be confirmed by the partner, not by the customer.',
  }),
  tenant(16, {
    displayName: 'Fourth Coffee',
    domain: 'fourthcoffee.com',
    people: otherPeople,
    behaviour: { visibleAfterSeconds: 3600 },
    story: 'It takes an hour until the customer shows in Partner Center.',
  }),
  tenant(17, {
    displayName: 'Blue Yonder Airlines',
    domain: 'blueyonderairlines.com',
    ...newYork,
    people: furtherPeople,
    behaviour: { signInError: 53003 },
    story: 'Conditional Access stops every sign-in (AADSTS53003).',
  }),
  tenant(18, {
    displayName: 'VanArsdel',
    domain: 'vanarsdelltd.com',
    behaviour: { accessAssignments: 'error' },
    story: 'The admin relationship becomes active, but access assignments end in "error".',
  }),
  tenant(19, {
    displayName: 'Relecloud',
    domain: 'relecloud.com',
    ...sanFrancisco,
    people: otherPeople,
    story: 'Another company: use its admin as the wrong person. Its consultant is a guest everywhere.',
  }),
  tenant(20, {
    displayName: 'Bellows College',
    domain: 'bellowscollege.com',
    ...newYork,
    people: furtherPeople,
    behaviour: { vetting: 'denied' },
    story: 'Calls itself academic, but Microsoft’s vetting denies the Education qualification.',
  }),
  tenant(21, {
    displayName: 'Alpine Ski House',
    domain: 'alpineskihouse.com',
    behaviour: { signInHost: 'sts.alpineskihouse.com' },
    story: 'Its people sign in at a page of their own (federation). The path is the straight one.',
  }),
  tenant(22, {
    displayName: 'Southridge Video',
    domain: 'southridgevideo.onmicrosoft.com',
    tenantType: 'CIAM',
    story: 'An External ID tenant, for consumers’ identities: its sign-in tells before there is a link.',
  }),
];
