import type * as microsoft from '@microsoft/microsoft-graph-types';
import { z } from 'zod';
import { relationshipStatuses, type RelationshipStatus } from '../../core/ports/microsoft.ts';
import { readsAs } from './microsofts-types.ts';

const guid = z.guid().transform((id) => id.toLowerCase());

/** Graph writes an instant that has not come yet as null, as an empty string, or not at all. */
const instant = z
  .string()
  .nullish()
  .transform((text) => (text === undefined || text === null || text === '' ? undefined : new Date(text)))
  .refine((date) => date === undefined || !Number.isNaN(date.getTime()));

const knownStatuses = new Set<string>(relationshipStatuses);

function isKnownStatus(status: string): status is RelationshipStatus {
  return knownStatuses.has(status);
}

const UnifiedRoles = z.object({ unifiedRoles: z.array(z.object({ roleDefinitionId: guid })) });

/** Those that an indirect provider makes for its reseller have a property more; lists and reads show both kinds. */
type AnyRelationship = microsoft.DelegatedAdminRelationship & microsoft.ResellerDelegatedAdminRelationship;

export const DelegatedAdminRelationship = readsAs<AnyRelationship>()(
  z.object({
    '@odata.etag': z.string().optional(),
    id: z.string().min(1),
    displayName: z.string(),
    // An open enumeration: words that come later are read as "still working".
    status: z.string().transform((status): RelationshipStatus => (isKnownStatus(status) ? status : 'unknown')),
    customer: z.object({ tenantId: guid }).nullish(),
    accessDetails: UnifiedRoles,
    activatedDateTime: instant,
    endDateTime: instant,
    lastModifiedDateTime: instant,
    autoExtendDuration: z.string().nullish(),
    /** Made for us by the indirect provider, and waiting for our own approval first. */
    isPartnerConsentPending: z.boolean().nullish(),
  }),
);
export type DelegatedAdminRelationship = z.output<typeof DelegatedAdminRelationship>;

export const DelegatedAdminAccessAssignment = readsAs<microsoft.DelegatedAdminAccessAssignment>()(
  z.object({
    '@odata.etag': z.string().optional(),
    id: z.string().min(1),
    /** pending, active, deleting, deleted, error, and what comes later. */
    status: z.string(),
    accessContainer: z.object({ accessContainerId: guid }),
    accessDetails: UnifiedRoles,
  }),
);
export type DelegatedAdminAccessAssignment = z.output<typeof DelegatedAdminAccessAssignment>;

export const Organization = readsAs<microsoft.Organization>()(
  z.object({
    id: guid,
    displayName: z.string(),
    /** `AAD` for employees; `AAD B2C` and `CIAM` for consumers. Null when our permission does not cover it. */
    tenantType: z.string().nullish(),
    countryLetterCode: z.string().nullish(),
    city: z.string().nullish(),
    verifiedDomains: z.array(
      z.object({ name: z.string(), isDefault: z.boolean().nullish(), isInitial: z.boolean().nullish() }),
    ),
  }),
);
export type Organization = z.output<typeof Organization>;

export const TenantInformation = readsAs<microsoft.TenantInformation>()(
  z.object({ tenantId: guid, displayName: z.string().nullish() }),
);

const units = z
  .number()
  .nullish()
  .transform((count) => count ?? 0);

export const SubscribedSku = readsAs<microsoft.SubscribedSku>()(
  z.object({
    skuPartNumber: z.string().min(1),
    /** `Company`: for the tenant as a whole, not to be assigned. */
    appliesTo: z.string().nullish(),
    consumedUnits: units,
    prepaidUnits: z.object({ enabled: units, warning: units, suspended: units, lockedOut: units }),
  }),
);
export type SubscribedSku = z.output<typeof SubscribedSku>;

const digits = z
  .string()
  .regex(/^\uFEFF?\d{1,9}\s*$/)
  .transform((text) => Number.parseInt(text.replace('\uFEFF', ''), 10));
const base64 = z.base64().transform((text) => Buffer.from(text, 'base64').toString('utf8'));

/**
 * `/$count` answers with a number alone, as text: in a batch a string (OData JSON 4.01, 19.1), or in base64, as other bodies
 * there that are no JSON.
 */
export const UserCount = z.union([z.number().int().nonnegative(), digits, base64.pipe(digits)]);

/** Of a batch: every part has its own status and headers, and they come in any order. */
export const BatchResponse = z.object({
  responses: z.array(
    z.object({
      id: z.string(),
      status: z.number().int(),
      headers: z.record(z.string(), z.unknown()).nullish(),
      body: z.unknown().optional(),
    }),
  ),
});

export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ value: z.array(item), '@odata.nextLink': z.string().optional() });
}
