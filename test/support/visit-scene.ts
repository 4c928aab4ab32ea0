import type {
  ConsentProof,
  InventoryReading,
  PartnerCloud,
  ReadOptions,
  Relationship,
} from '../../src/core/ports/microsoft.ts';
import type { Visit } from '../../src/core/ports/store/visit-store.ts';
import type { Steps } from '../../src/core/steps.ts';
import type { Transition } from '../../src/core/transition.ts';
import { coreDeps } from './core-deps.ts';
import { testNow } from './fake-clock.ts';
import { anInventoryReading, createFakeMicrosoft } from './fake-microsoft.ts';
import { aProfile, aTransition } from './records.ts';

const untouched = aTransition();

/** The visit of `aTransition()` that comes when somebody asked: nobody has looked since. */
export const visitWhenAsked: Visit = {
  organisationId: untouched.organisationId,
  transitionId: untouched.transitionId,
  dueAt: testNow,
  quietVisits: 0,
};

export const confirmedSteps: Steps = {
  ...untouched.steps,
  directoryConnection: { state: 'done' },
  tenantConfirmed: { state: 'done' },
};

export const activeRelationship: Relationship = { relationshipId: 'relationship-1', status: 'active' };

interface Cloud {
  proof?: ConsentProof;
  inventory?: InventoryReading;
  partner?: Partial<PartnerCloud>;
}

/** A cloud in which everything is there, and a list of what was asked of it. */
export function visitDeps(transition: Transition, { proof, inventory, partner }: Cloud = {}) {
  const asked: string[] = [];
  const answer = <T>(question: string, value: T): Promise<T> => {
    asked.push(question);
    return Promise.resolve(value);
  };
  const cloud: PartnerCloud = {
    ...createFakeMicrosoft().partner,
    ensureRelationship: ({ tenantId, customerName }) =>
      answer(`ensure relationship ${tenantId} ${customerName}`, { kind: 'read', value: activeRelationship }),
    readRelationship: (id, options) =>
      answer(`read relationship ${id}${asOf(options)}`, { kind: 'read', value: activeRelationship }),
    ensureAccessAssignments: (id) => answer(`ensure assignments ${id}`, { kind: 'read', value: 'active' }),
    readResellerRelationship: (id, options) =>
      answer(`read reseller ${id}${asOf(options)}`, { kind: 'read', value: 'attached' }),
    readAgreement: (id) => answer(`read agreement ${id}`, { kind: 'read', value: 'accepted' }),
    ...partner,
  };
  const connection = {
    prove: (tenantId: string, { fresh }: { fresh: boolean }) =>
      answer(`prove ${tenantId}${fresh ? ' fresh' : ''}`, proof ?? { kind: 'connected' as const, profile: aProfile() }),
    readInventory: (tenantId: string) => answer(`read inventory ${tenantId}`, inventory ?? anInventoryReading()),
  };
  return { ...coreDeps(transition), connection, partner: cloud, asked };
}

function asOf(options?: ReadOptions): string {
  return options?.asOf ? ` as of ${options.asOf.toISOString()}` : '';
}
