// What a test may do to the sandbox that Microsoft would do by itself, or never. Described in docs/sandbox.md.

import { z } from 'zod';

import { accountsOf, companyByIdOrDomain } from '../directory.ts';
import type { Fault, Mail, PartnerTroubles, SandboxState } from '../world/state.ts';
import { decideQualification } from '../world/qualifications.ts';
import type { World } from '../world/world.ts';
import { fitsCall } from './fits-call.ts';

const seconds = z.number().min(0).max(100_000_000);

export const BehaviourPatch = z.strictObject({
  consentLagSeconds: seconds.optional(),
  consentLagError: z.union([z.literal(7000229), z.literal(700016), z.literal(65001), z.literal('noRoles')]).optional(),
  consentRemovedAfterSeconds: seconds.optional(),
  agreement: z.enum(['required', 'partnerAttestation']).optional(),
  gdapActivation: z.enum(['normal', 'stuck']).optional(),
  accessAssignments: z.enum(['normal', 'stuck', 'error']).optional(),
  visibleAfterSeconds: seconds.optional(),
  invitation: z.enum(['allowed', 'syndication']).optional(),
  signInError: z.number().int().optional(),
  signInErrorAt: z.enum(['page', 'return', 'token']).optional(),
  consentError: z.number().int().optional(),
  appDisabled: z.boolean().optional(),
  tenantDeleted: z.boolean().optional(),
  vetting: z.enum(['approved', 'denied', 'stuck']).optional(),
  vettingAfterSeconds: seconds.optional(),
  accountReview: z.number().int().optional(),
  signInHost: z.string().max(200).optional(),
});
export type BehaviourPatch = z.infer<typeof BehaviourPatch>;

export const NewFault = z.strictObject({
  method: z.string().toUpperCase().optional(),
  path: z.string().startsWith('/'),
  times: z.number().int().min(1).max(1000).default(1),
  status: z.number().int().min(200).max(599).default(503),
  headers: z.record(z.string(), z.string()).default({}),
  body: z.string().default(''),
  delayMs: z.number().int().min(0).max(60_000).default(0),
  drop: z.boolean().default(false),
});
export type NewFault = z.input<typeof NewFault>;

export const TroublesPatch = z.strictObject({
  clientSecretExpired: z.boolean().optional(),
  refreshTokenExpired: z.boolean().optional(),
  mfaMissing: z.boolean().optional(),
  appOnlyGdapRefused: z.boolean().optional(),
  accessTokensExpire: z.boolean().optional(),
  missingPermissions: z.array(z.string()).optional(),
  notAdminAgent: z.boolean().optional(),
  deletedGroups: z.array(z.guid()).optional(),
  senderMailboxMissing: z.boolean().optional(),
  secretDaysLeft: z.number().int().optional(),
  wrongInvitation: z.boolean().optional(),
  rolesUntold: z.boolean().optional(),
  noInvitation: z.boolean().optional(),
  agreementsHidden: z.boolean().optional(),
  partnerAgreementMissing: z.boolean().optional(),
  apiClosed: z.boolean().optional(),
  appUnregistered: z.boolean().optional(),
  appAbsent: z.boolean().optional(),
  notPermitted: z.array(z.enum(['graph', 'partnerCenter'])).optional(),
});
export type TroublesPatch = z.infer<typeof TroublesPatch>;

export const Vetting = z.strictObject({
  qualification: z.enum(['Education', 'GovernmentCommunityCloud', 'StateOwnedEntity']).default('Education'),
  isApproved: z.boolean(),
  reason: z.string().max(200).optional(),
});
export type Vetting = z.input<typeof Vetting>;

export interface Controls {
  readonly registerRedirectUri: (uri: string) => void;
  readonly reset: () => void;
  readonly advance: (seconds: number) => void;
  /** Merged into what the tenant did before. */
  readonly setBehaviour: (tenantIdOrDomain: string, patch: BehaviourPatch) => void;
  readonly setTroubles: (patch: TroublesPatch) => void;
  readonly addFault: (fault: NewFault) => void;
  readonly clearFaults: () => void;
  readonly removeConsent: (tenantIdOrDomain: string) => void;
  /** As if it had been asked for only after the customer consented. */
  readonly removePermission: (tenantIdOrDomain: string, permission: string) => void;
  readonly activateRole: (userName: string) => void;
  /** The partner confirms that the customer has accepted the agreement. */
  readonly attestAgreement: (tenantIdOrDomain: string) => void;
  /** Microsoft decides about a qualification now, asked for or not. */
  readonly decideQualification: (tenantIdOrDomain: string, vetting: Vetting) => void;
  readonly mails: () => readonly Mail[];
  readonly state: () => Readonly<SandboxState>;
}

export class UnknownTenant extends Error {
  constructor(tenantIdOrDomain: string) {
    super(`the sandbox has no tenant ${tenantIdOrDomain.slice(0, 100)}`);
    this.name = 'UnknownTenant';
  }
}

function tenantIdOf(tenantIdOrDomain: string): string {
  const company = companyByIdOrDomain(tenantIdOrDomain);
  if (company === undefined) throw new UnknownTenant(tenantIdOrDomain);
  return company.tenantId;
}

/** Only what was given: an absent key must not erase an earlier setting. */
function given(patch: TroublesPatch): Partial<PartnerTroubles> {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
}

export function createControls(world: World): Controls {
  return {
    registerRedirectUri: (uri) => void world.redirectUris.add(uri),
    reset: () => {
      world.reset();
    },
    advance: (by) => {
      world.change((state) => (state.clockOffsetSeconds += by));
    },
    setBehaviour: (tenantIdOrDomain, patch) => {
      const tenantId = tenantIdOf(tenantIdOrDomain);
      world.change((state) => (state.behaviours[tenantId] = { ...state.behaviours[tenantId], ...patch }));
    },
    setTroubles: (patch) => {
      world.change((state) => (state.troubles = { ...state.troubles, ...given(patch) }));
    },
    addFault: (fault) => {
      const whole: Fault = NewFault.parse(fault);
      world.change((state) => state.faults.push(whole));
    },
    clearFaults: () => {
      world.change((state) => (state.faults = []));
    },
    removeConsent: (tenantIdOrDomain) => {
      const tenantId = tenantIdOf(tenantIdOrDomain);
      world.change((state) => {
        for (const consent of state.consents) if (consent.tenantId === tenantId) consent.removedAt ??= world.nowText();
      });
    },
    removePermission: (tenantIdOrDomain, permission) => {
      const tenantId = tenantIdOf(tenantIdOrDomain);
      world.change((state) => {
        state.consents = state.consents.map((consent) =>
          consent.tenantId === tenantId
            ? { ...consent, permissions: consent.permissions.filter((name) => name !== permission) }
            : consent,
        );
      });
    },
    activateRole: (userName) => {
      world.change((state) => (state.activated = [...new Set([...state.activated, userName])]));
    },
    attestAgreement: (tenantIdOrDomain) => {
      const tenantId = tenantIdOf(tenantIdOrDomain);
      const agreement = { tenantId, acceptedAt: world.nowText(), acceptedBy: accountsOf(tenantId)[0]?.userName ?? '' };
      world.change((state) => state.agreements.push({ ...agreement, isAttested: true }));
    },
    decideQualification: (tenantIdOrDomain, vetting) => {
      const { qualification, ...decision } = Vetting.parse(vetting);
      decideQualification(world, { tenantId: tenantIdOf(tenantIdOrDomain), name: qualification }, decision);
    },
    mails: () => world.state.mails,
    state: () => structuredClone(world.state),
  };
}

/** The first fault that fits, counted down. */
export function takeFault(world: World, method: string, pathname: string): Fault | undefined {
  const found = world.state.faults.find((fault) => fitsCall(fault, { method, pathname }));
  if (found === undefined) return undefined;
  world.change((state) => {
    found.times -= 1;
    state.faults = state.faults.filter((fault) => fault.times > 0);
  });
  return found;
}
