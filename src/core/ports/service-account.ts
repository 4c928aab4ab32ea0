import type { ErrorCode } from '../errors.ts';
import type { VerifiedIdentity } from './microsoft.ts';

/** Whoever has signed in. The tokens stay with Microsoft's room: what others hold is the right to have them kept. */
export type ServiceAccountSignInOutcome =
  | {
      kind: 'signedIn';
      identity: VerifiedIdentity;
      /** From now on the service works on behalf of this account; also other processes over the same store. */
      adopt(): Promise<void>;
    }
  | { kind: 'failed'; code: ErrorCode; correlationId?: string };

/**
 * The partner's own service account signs in at the partner's tenant, once (Secure Application Model). Authorization code
 * with PKCE (S256), state and nonce; the caller keeps verifier, state and nonce between the two.
 */
export interface ServiceAccountSignIn {
  signInUrl(request: { state: string; nonce: string; codeChallenge: string; redirectUri: string }): Promise<string>;
  redeemCode(request: {
    code: string;
    codeVerifier: string;
    nonce: string;
    redirectUri: string;
  }): Promise<ServiceAccountSignInOutcome>;
  /** What the sign-in page sent back instead of a code. */
  classifyRefusal(query: { error: string; errorDescription: string }): ErrorCode;
}
