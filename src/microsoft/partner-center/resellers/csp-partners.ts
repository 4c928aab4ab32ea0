import { AppError } from '../../../core/errors.ts';
import type { CspPartner } from '../../../core/csp-partners.ts';
import { isCustomerInvitation } from '../../../customer-invitation.ts';
import type { RequiredPartner } from './required-partners.ts';

/** With the link of each: ours from Partner Center, the other one's as it was pasted. What cannot be had is left out. */
export async function readCspPartners(
  required: readonly RequiredPartner[],
  readOwnInvitation: () => Promise<string>,
): Promise<readonly CspPartner[]> {
  return Promise.all(
    required.map(async ({ party, name, isOurs, invitationUrl }) => {
      const url = isOurs ? await ownInvitation(readOwnInvitation) : usable(invitationUrl);
      return { party, name, isOurs, ...(url !== undefined && { invitationUrl: url }) };
    }),
  );
}

async function ownInvitation(read: () => Promise<string>): Promise<string | undefined> {
  try {
    return await read();
  } catch (error) {
    // Logged where it failed.
    if (error instanceof AppError) return undefined;
    throw error;
  }
}

function usable(url: string | undefined): string | undefined {
  return url !== undefined && isCustomerInvitation(url) ? url : undefined;
}
