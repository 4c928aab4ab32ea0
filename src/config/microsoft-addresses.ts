import { z } from 'zod';
import { isWeb, notWeb, webAddress } from './values.ts';

// Where Microsoft is asked. Absent: where the cloud has it.

function templateWith(place: string) {
  return z
    .string()
    .trim()
    .refine(isWeb, { error: notWeb, abort: true })
    .includes(place, { error: `must contain ${place}` });
}

export const microsoftAddressKeys = {
  MICROSOFT_LOGIN_URL: webAddress.optional(),
  MICROSOFT_EXTERNAL_LOGIN_URL: templateWith('{tenantId}').optional(),
  MICROSOFT_GRAPH_URL: webAddress.optional(),
  MICROSOFT_PARTNER_CENTER_URL: webAddress.optional(),
  GDAP_APPROVAL_URL: templateWith('{relationshipId}').optional(),
};

/** Those that the service itself speaks to. */
export const askedAddresses = [
  'MICROSOFT_LOGIN_URL',
  'MICROSOFT_EXTERNAL_LOGIN_URL',
  'MICROSOFT_GRAPH_URL',
  'MICROSOFT_PARTNER_CENTER_URL',
] as const;

type Settings = z.infer<z.ZodObject<typeof microsoftAddressKeys>>;

/** By the names that the room of Microsoft's has for them. */
export function microsoftAddressesOf(settings: Settings) {
  return {
    loginUrl: settings.MICROSOFT_LOGIN_URL,
    externalLoginUrl: settings.MICROSOFT_EXTERNAL_LOGIN_URL,
    graphUrl: settings.MICROSOFT_GRAPH_URL,
    partnerCenterUrl: settings.MICROSOFT_PARTNER_CENTER_URL,
    approvalUrlTemplate: settings.GDAP_APPROVAL_URL,
  };
}
