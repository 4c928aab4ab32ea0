import { z } from 'zod';

const guid = z.guid().transform((id) => id.toLowerCase());

/** Codes are documented as strings; a bare number is taken for the same. */
export const PartnerCenterError = z.object({ code: z.union([z.string(), z.number()]).transform(String) });

/** The word may be any, or not there: what that means is decided where it is read. */
export const Customer = z.object({ id: guid, relationshipToPartner: z.string().nullish().catch(undefined) });

const NextPage = z.object({
  uri: z.string(),
  /** The continuation token, to be sent along. */
  headers: z
    .array(z.object({ key: z.string(), value: z.string() }))
    .nullish()
    .transform((headers) => Object.fromEntries((headers ?? []).map(({ key, value }) => [key, value]))),
});
/** Of every list that comes in pages. */
export const PageLinks = z.object({ next: NextPage.nullish() }).nullish();

/** Null is an empty page. Without `items` it is no page, and what it does not show is not missing. */
export const CustomerPage = z.object({ items: z.array(Customer).nullable(), links: PageLinks });

/** Partner Center answers null instead of an empty collection; an answer without `items` is something else. */
export const PartnerRelationships = z
  .object({ items: z.array(z.object({ id: guid, state: z.string().nullish() })).nullable() })
  .nullable();

export const RelationshipRequest = z.object({ url: z.string().min(1) });

export const Agreements = z
  .object({ items: z.array(z.object({ type: z.string(), dateAgreed: z.string().nullish() })).nullish() })
  .nullable();

export const DirectSignedStatus = z.object({ isSigned: z.boolean() });

export const Qualification = z.object({
  qualification: z.string(),
  vettingStatus: z.string().nullish(),
  vettingReason: z.string().nullish(),
});
export type Qualification = z.infer<typeof Qualification>;

/** The page shows a bare list; the REST reference wraps it. */
export const Qualifications = z.union([
  z.array(Qualification),
  z.object({ qualifications: z.array(Qualification) }).transform(({ qualifications }) => qualifications),
  z.object({ items: z.array(Qualification) }).transform(({ items }) => items),
]);

export const AgreementStatus = z.object({ isAgreementSigned: z.boolean() });
