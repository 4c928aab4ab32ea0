import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { createIdTokenVerifier, type VerifyIdToken } from '../../../../src/microsoft/entra/sign-in/id-token.ts';
import { systemTimers } from '../../../../src/runtime.ts';
import { createSendHttp } from '../../../../src/microsoft/send-http.ts';
import { createFakeClock } from '../../../support/fake-clock.ts';
import { clientId, customerTenantId } from '../../microsoft-fixture.ts';
import { startMicrosoftStub, type MicrosoftStub } from '../../microsoft-stub.ts';
import { idToken, redeemsTo } from '../sign-in-stub.ts';

// MSAL looks at the nonce first, so the whole sign-in cannot show that the verifier does too.
describe('the id token verifier on its own', () => {
  let stub: MicrosoftStub;
  let verify: VerifyIdToken;
  beforeEach(async () => {
    stub = await startMicrosoftStub();
    const loginUrl = `${stub.url}/login`;
    verify = createIdTokenVerifier({
      loginUrl,
      clientId,
      clock: createFakeClock(),
      sendHttpFor: () => createSendHttp(5_000, systemTimers),
    });
  });
  afterEach(async () => {
    await stub.stop();
  });

  it('accepts the nonce of this sign-in', async () => {
    const token = await idToken(stub);
    await redeemsTo(stub, token);

    const identity = await verify(token, 'the-nonce');

    assert.equal(identity.tenantId, customerTenantId);
  });

  for (const nonce of ['the-nonc', 'the-noncf', '']) {
    it(`refuses the nonce “${nonce}”`, async () => {
      const token = await idToken(stub);
      await redeemsTo(stub, token);

      await assert.rejects(verify(token, nonce), { code: 'STATE_MISMATCH' });
    });
  }

  it('refuses what is no token, without asking anybody', async () => {
    await assert.rejects(verify('not.a.token', 'the-nonce'), { code: 'SIGN_IN_FAILED' });

    assert.equal(stub.seen.length, 0);
  });
});
