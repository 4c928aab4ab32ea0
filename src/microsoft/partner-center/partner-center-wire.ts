import { z } from 'zod';

const guid = z.guid().transform((id) => id.toLowerCase());

/** Codes are documented as strings; a bare number is taken for the same. */
export const PartnerCenterError = z.object({ code: z.union([z.string(), z.number()]).transform(String) });

export const Customer = z.object({ id: guid, relationshipToPartner: z.string().nullish() });

/** Partner Center answers null instead of an empty collection. */
export const PartnerRelationships = z
  .object({ items: z.array(z.object({ id: guid, state: z.string().nullish() })).nullish() })
  .nullable();

export const RelationshipRequest = z.object({ url: z.string().min(1) });

export const Agreements = z
  .object({ items: z.array(z.object({ type: z.string(), dateAgreed: z.string().nullish() })).nullish() })
  .nullable();

export const DirectSignedStatus = z.object({ isSigned: z.boolean() });
