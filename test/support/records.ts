import type { Delivery, Subscription } from '../../src/core/delivery.ts';
import type { TransitionEvent } from '../../src/core/events.ts';
import type { TenantProfile } from '../../src/core/ports/microsoft.ts';
import type { Conversation } from '../../src/core/ports/store/conversation-store.ts';
import { noStepsYet, type Steps } from '../../src/core/steps.ts';
import type { Transition } from '../../src/core/transition.ts';
import { after, testNow } from './fake-clock.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** The Teams tenant of the partner whose staff the tests speak for. */
export const testOrganisationId = '11111111-1111-4111-8111-111111111111';

/** As a tenant that is Normal has them. */
export const allStepsDone: Steps = {
  directoryConnection: { state: 'done' },
  tenantConfirmed: { state: 'done' },
  delegatedAdmin: { state: 'done' },
  resellerRelationship: { state: 'done' },
  agreement: { state: 'done' },
  accessAssignments: { state: 'done' },
};

/** A transition as it is just after the review card: complete, open, nothing done by the customer yet. */
export function aTransition(overrides: Partial<Transition> = {}): Transition {
  const transitionId = overrides.transitionId ?? 'transition-contoso-1';
  return {
    transitionId,
    organisationId: testOrganisationId,
    version: 1,
    createdAt: testNow,
    createdBy: { userId: 'user-megan', displayName: 'Megan Bowen' },
    owner: { userId: 'user-megan', displayName: 'Megan Bowen' },
    conversationId: '19:channel@thread.tacv2;messageid=1',
    customer: {
      companyName: 'Contoso Pharmaceuticals',
      contact: { givenName: 'Adele', familyName: 'Vance', email: 'adele@contoso.example', phone: '+61291234567' },
      address: { country: 'AU', line1: '1 Epping Road', city: 'North Ryde', state: 'NSW', postalCode: '2113' },
    },
    tenant: { tenantId: 'tenant-contoso', domain: 'contoso.example', displayName: 'Contoso' },
    category: 'corporate',
    licenceSource: 'webDirect',
    licencesWanted: [{ product: 'Microsoft 365 Business Premium', quantity: 25 }],
    link: {
      linkId: `link-of-${transitionId}`,
      version: 1,
      issuedAt: testNow,
      expiresAt: after(testNow, 30 * dayMs),
    },
    steps: noStepsYet,
    stepSince: {},
    saidDoneAt: {},
    toldStatus: 'awaitingCustomer',
    lastEventSeq: 0,
    outbox: [],
    ...overrides,
  };
}

/** An event of `aTransition()`; `eventId` follows from `transitionId` and `seq`. */
export function anEvent(overrides: Partial<TransitionEvent> = {}): TransitionEvent {
  const transitionId = overrides.transitionId ?? 'transition-contoso-1';
  const seq = overrides.seq ?? 1;
  return {
    eventId: `${transitionId}:${String(seq)}`,
    seq,
    organisationId: testOrganisationId,
    transitionId,
    at: testNow,
    actor: { kind: 'staff', userId: 'user-megan', displayName: 'Megan Bowen' },
    happening: { kind: 'transitionStarted' },
    ...overrides,
  };
}

export function aDelivery(overrides: Partial<Delivery> = {}): Delivery {
  return {
    deliveryId: 'delivery-1',
    organisationId: testOrganisationId,
    transitionId: 'transition-contoso-1',
    recipient: { kind: 'conversation', conversationId: '19:channel@thread.tacv2;messageid=1' },
    content: { kind: 'livingCard' },
    state: 'pending',
    createdAt: testNow,
    dueAt: testNow,
    attempts: 0,
    ...overrides,
  };
}

export function aConversation(overrides: Partial<Conversation> = {}): Conversation {
  return {
    organisationId: testOrganisationId,
    conversationId: '19:channel@thread.tacv2;messageid=1',
    kind: 'channel',
    reference: '{"channelId":"msteams"}',
    locale: 'en-AU',
    seenAt: testNow,
    ...overrides,
  };
}

export function aSubscription(overrides: Partial<Subscription> = {}): Subscription {
  return {
    organisationId: testOrganisationId,
    userId: 'user-megan',
    displayName: 'Megan Bowen',
    conversationId: '19:channel@thread.tacv2;messageid=1',
    since: testNow,
    ...overrides,
  };
}

/** The customer's tenant as read with its own consent. */
export function aProfile(overrides: Partial<TenantProfile> = {}): TenantProfile {
  return {
    tenantId: 'tenant-contoso',
    displayName: 'Contoso Pharmaceuticals',
    defaultDomain: 'contoso.example',
    verifiedDomains: ['contoso.example', 'contoso.onmicrosoft.example'],
    countryCode: 'AU',
    city: 'North Ryde',
    isWorkforce: true,
    ...overrides,
  };
}
