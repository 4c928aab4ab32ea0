import { decodeJwt } from 'jose';
import { z } from 'zod';

const Roles = z.object({ roles: z.array(z.string()).default([]) });

/**
 * The application permissions in an app-only token. Undefined when it cannot be looked into: Microsoft calls it opaque to
 * everybody but the service that it is for. It came to us from Entra directly, so its signature is not our business.
 */
export function permissionsIn(token: string): readonly string[] | undefined {
  try {
    return Roles.parse(decodeJwt(token)).roles;
  } catch {
    return undefined;
  }
}
