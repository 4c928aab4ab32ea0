import type { CspPartner } from '../../src/core/csp-partners.ts';
import type { ErrorCode } from '../../src/core/errors.ts';
import type {
  AgreementState,
  AssignmentState,
  ConsentProof,
  CustomerState,
  CustomerSignIn,
  DirectoryConnection,
  ExistingRelationship,
  InventoryReading,
  PartnerCloud,
  Qualification,
  Reading,
  Relationship,
  RelationshipEnd,
  ResellerState,
  SignInOutcome,
} from '../../src/core/ports/microsoft.ts';
import { anIdentity } from './core-deps.ts';
import { aProfile } from './records.ts';

export function anInventoryReading(overrides: Partial<InventoryReading> = {}): InventoryReading {
  return {
    users: { kind: 'read', value: 124 },
    licences: { kind: 'read', value: [{ sku: 'SPB', bought: 60, assigned: 50 }] },
    ...overrides,
  };
}

/** What Microsoft would answer; a test changes it between two steps. */
export interface MicrosoftAnswers {
  signIn: SignInOutcome;
  proof: ConsentProof;
  inventory: InventoryReading;
  refusal: ErrorCode;
  /** What comes with the refusal for the customer's IT department. */
  trace: { correlationId?: string; number?: number };
  relationship: Reading<Relationship>;
  accessAssignments: Reading<AssignmentState>;
  existing: Reading<readonly ExistingRelationship[]>;
  extension: Reading<'extended' | 'impossible' | 'over'>;
  end: Reading<RelationshipEnd>;
  customerState: Reading<CustomerState>;
  resellerRelationship: Reading<ResellerState>;
  agreement: Reading<AgreementState>;
  /** Of more than ours alone; the link of ours is `invitation`. */
  cspPartners?: readonly CspPartner[];
  qualifications: Reading<readonly Qualification[]>;
  requestedQualification: Reading<Qualification>;
  invitation: Reading<string>;
}

export interface FakeMicrosoft {
  answers: MicrosoftAnswers;
  /** What was asked, oldest first: `[method, argument]`. */
  asked: [method: string, argument: unknown][];
  signIn: CustomerSignIn;
  connection: DirectoryConnection;
  partner: PartnerCloud;
}

/** Microsoft's three ports in memory: a good day, until `answers` says otherwise. */
export function createFakeMicrosoft(overrides: Partial<MicrosoftAnswers> = {}): FakeMicrosoft {
  const answers: MicrosoftAnswers = {
    signIn: { kind: 'signedIn', identity: anIdentity() },
    proof: { kind: 'connected', profile: aProfile() },
    inventory: anInventoryReading(),
    refusal: 'CONSENT_DECLINED',
    trace: {},
    relationship: { kind: 'read', value: { relationshipId: 'relationship-1', status: 'approvalPending' } },
    accessAssignments: { kind: 'read', value: 'active' },
    existing: { kind: 'read', value: [] },
    extension: { kind: 'read', value: 'extended' },
    end: { kind: 'read', value: { endedBy: 'unknown' } },
    customerState: { kind: 'read', value: 'none' },
    resellerRelationship: { kind: 'read', value: 'missing' },
    agreement: { kind: 'read', value: 'missing' },
    qualifications: { kind: 'read', value: [] },
    requestedQualification: { kind: 'read', value: { name: 'Education', state: 'inReview' } },
    invitation: { kind: 'read', value: 'https://admin.microsoft.example/invitation?invType=ResellerRelationship' },
    ...overrides,
  };
  const asked: FakeMicrosoft['asked'] = [];
  const answer = <T>(method: string, argument: unknown, value: T): Promise<T> => {
    asked.push([method, argument]);
    return Promise.resolve(value);
  };
  return { answers, asked, ...portsOf(answers, answer) };
}

/** In the direct model, unless a test says otherwise. */
function partnersOf({ cspPartners, invitation }: MicrosoftAnswers): readonly CspPartner[] {
  const invitationUrl = invitation.kind === 'read' ? invitation.value : undefined;
  const ours: CspPartner = {
    party: 'provider',
    name: 'Northwind Traders',
    isOurs: true,
    ...(invitationUrl !== undefined && { invitationUrl }),
  };
  return cspPartners ?? [ours];
}

type Answer = <T>(method: string, argument: unknown, value: T) => Promise<T>;

function portsOf(answers: MicrosoftAnswers, answer: Answer): Pick<FakeMicrosoft, 'signIn' | 'connection' | 'partner'> {
  return {
    signIn: {
      signInUrl: (request) => answer('signInUrl', request, address('authorize', request)),
      redeemCode: (request) => answer('redeemCode', request, answers.signIn),
      consentUrl: (request) => address('adminconsent', request),
      classifyRefusal: () => ({ code: answers.refusal, ...answers.trace }),
    },
    connection: {
      prove: (tenantId, options) => answer('prove', { tenantId, ...options }, answers.proof),
      readInventory: (tenantId) => answer('readInventory', tenantId, answers.inventory),
    },
    partner: {
      ensureRelationship: (request) => answer('ensureRelationship', request, answers.relationship),
      readRelationship: (relationshipId) => answer('readRelationship', relationshipId, answers.relationship),
      existingRelationships: (tenantId) => answer('existingRelationships', tenantId, answers.existing),
      extendRelationship: (id) => answer('extendRelationship', id, answers.extension),
      approveRelationship: (id) => answer('approveRelationship', id, answers.relationship),
      readEnd: (ended) => answer('readEnd', ended, answers.end),
      ensureAccessAssignments: (id) => answer('ensureAccessAssignments', id, answers.accessAssignments),
      customerState: (id) => answer('customerState', id, answers.customerState),
      readResellerRelationship: (id) => answer('readResellerRelationship', id, answers.resellerRelationship),
      readAgreement: (tenantId) => answer('readAgreement', tenantId, answers.agreement),
      cspPartners: (organisationId) => answer('cspPartners', organisationId, partnersOf(answers)),
      readQualifications: (id) => answer('readQualifications', id, answers.qualifications),
      requestQualification: (request) => answer('requestQualification', request, answers.requestedQualification),
      approvalUrl: (relationshipId) => `https://admin.microsoft.example/approve/${relationshipId}`,
      resellerInvitationUrl: () => answer('resellerInvitationUrl', undefined, answers.invitation),
    },
  };
}

function address(page: string, { tenantId, ...query }: { tenantId: string } & Record<string, string>): string {
  return `https://login.microsoft.example/${tenantId}/${page}?${new URLSearchParams(query).toString()}`;
}
