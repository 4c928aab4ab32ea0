import type { CspParty } from './csp-partners.ts';
import type { ErrorCode } from './errors.ts';
import type { Actor } from './people.ts';
import type { Status } from './status.ts';
import type { ClaimableStep, Step, StepName } from './steps.ts';

/** What happened to a transition, in words that need no other record to be understood later. */
export type Happening =
  | { kind: 'transitionStarted' }
  | { kind: 'customerEdited'; changed: readonly string[] }
  | { kind: 'handedOver'; fromUserId: string; toUserId: string; toDisplayName: string }
  | { kind: 'linkReissued' }
  | { kind: 'linkRevoked' }
  | { kind: 'instructionsRequested' }
  | { kind: 'checkRequested' }
  /** Microsoft was asked because staff wanted it, whatever the answer. */
  | { kind: 'checked' }
  | { kind: 'signInRefused'; code: ErrorCode; signedInTenantId?: string }
  | { kind: 'signedIn' }
  /** Staff took the tenant of an account that came for the right one. */
  | { kind: 'tenantSwitched'; fromTenantId: string; toTenantId: string }
  | { kind: 'consentDeclined' }
  | { kind: 'tenantConfirmed' }
  | { kind: 'tenantDisputed' }
  | { kind: 'customerReportedTrouble'; step: ClaimableStep }
  /** By whoever holds a link that opens nothing any more; `code` is why. */
  | { kind: 'linkAskedFor'; code: ErrorCode }
  /** `party`: of two to authorise, this one. */
  | { kind: 'customerSaidDone'; step: ClaimableStep; party?: CspParty }
  | { kind: 'relationshipRequested'; relationshipId: string }
  | { kind: 'qualificationWanted' }
  | { kind: 'qualificationDecided'; state: 'approved' | 'denied'; name: string; reason?: string }
  /** Our yes to what an indirect provider asked the customer for on our behalf. */
  | { kind: 'relationshipApproved' }
  /** From now on Microsoft prolongs it at its end. */
  | { kind: 'relationshipExtended' }
  | { kind: 'relationshipExpiring'; days: number }
  | { kind: 'customerReminded'; days: number }
  /** Microsoft shows something else than before that moves no step and stands on the card. */
  | { kind: 'detailsChanged' }
  | { kind: 'stepChanged'; step: StepName; from: Step; to: Step }
  | { kind: 'statusChanged'; from: Status; to: Status }
  | { kind: 'cancelled' };

/**
 * An event is written with the change that it tells of, in one write, and is both the audit line and the seed of
 * deliveries. `eventId` is `<transitionId>:<seq>`, so that expanding it twice changes nothing.
 */
export interface TransitionEvent {
  eventId: string;
  /** 1, 2, 3 … within one transition. */
  seq: number;
  organisationId: string;
  transitionId: string;
  at: Date;
  actor: Actor;
  happening: Happening;
}
