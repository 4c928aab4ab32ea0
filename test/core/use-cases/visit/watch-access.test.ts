import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { finding, type Finding } from '../../../../src/core/check-up/findings.ts';
import type { Operators } from '../../../../src/core/ports/operators.ts';
import { noticesOf, watchAccess, type ToldAccess } from '../../../../src/core/use-cases/visit/watch-access.ts';
import { createCheckUpRig } from '../../../support/check-up-rig.ts';
import { createMemoryEphemeralStore } from '../../../support/memory-ephemeral-store.ts';

const dead = finding('serviceAccount', 'REFRESH_TOKEN_DEAD', { detail: 'AADSTS700082' });
const fine = [finding('credential', 'CREDENTIAL_ACCEPTED'), finding('serviceAccount', 'SERVICE_ACCOUNT_SIGNS_IN')];
const silent = finding('login', 'MICROSOFT_SILENT', { detail: 'UPSTREAM_UNAVAILABLE' });
const waiting = finding('serviceAccount', 'WAITS_FOR', { other: 'login' });

/** What is told in one round after the other, each as `kind: CODE`. */
function told(rounds: readonly (readonly Finding[])[]): string[][] {
  let before: ToldAccess = {};
  return rounds.map((findings) => {
    const { after, notices } = noticesOf(before, findings);
    before = after;
    return notices.map((notice) =>
      notice.kind === 'worksAgain' ? notice.kind : `${notice.kind}: ${notice.finding.code}`,
    );
  });
}

describe('what operators are told of the service’s own access', () => {
  it('is a refusal once, and once that it works again', () => {
    const rounds = told([fine, [dead], [dead], fine, fine, [dead]]);

    assert.deepEqual(rounds, [
      [],
      ['refused: REFRESH_TOKEN_DEAD'],
      [],
      ['worksAgain'],
      [],
      ['refused: REFRESH_TOKEN_DEAD'],
    ]);
  });

  it('is a refusal again when the reason becomes another', () => {
    const rounds = told([[dead], [finding('mfa', 'MFA_MISSING')], [finding('credential', 'SECRET_ENDED')]]);

    assert.deepEqual(rounds, [['refused: REFRESH_TOKEN_DEAD'], ['refused: MFA_MISSING'], ['refused: SECRET_ENDED']]);
  });

  it('is nothing while Microsoft does not answer: that is neither a refusal nor its end', () => {
    const rounds = told([[silent, waiting], [dead], [silent, waiting], [dead], fine]);

    assert.deepEqual(rounds, [[], ['refused: REFRESH_TOKEN_DEAD'], [], [], ['worksAgain']]);
  });

  it('is nothing anew of a refusal that stands while another comes and goes, but the other each time it comes', () => {
    const refused = finding('customers', 'CUSTOMERS_REFUSED');
    const both = [dead, refused];
    const alone = [...fine, refused];

    const rounds = told([alone, both, alone, alone, both, alone, [...fine, finding('customers', 'CUSTOMERS_READ')]]);

    const ofDead = ['refused: REFRESH_TOKEN_DEAD'];
    assert.deepEqual(rounds, [['refused: CUSTOMERS_REFUSED'], ofDead, [], [], ofDead, [], ['worksAgain']]);
  });

  it('is that it works again, too, when something was silent in the round in which the refusal ended', () => {
    const customers = finding('customers', 'MICROSOFT_SILENT', { detail: 'UPSTREAM_UNAVAILABLE' });

    assert.deepEqual(told([[dead], [...fine, customers], fine]), [['refused: REFRESH_TOKEN_DEAD'], [], ['worksAgain']]);
  });

  it('reads what an earlier version wrote: one code, without its check', () => {
    const refused = finding('customers', 'CUSTOMERS_REFUSED');
    const before: ToldAccess = { refused: 'CUSTOMERS_REFUSED', daysTold: 7 };

    assert.deepEqual(noticesOf(before, [silent, waiting]), { after: before, notices: [] });
    assert.deepEqual(noticesOf(before, [...fine, refused]), {
      after: { refusals: { customers: 'CUSTOMERS_REFUSED' }, daysTold: 7 },
      notices: [],
    });
    assert.deepEqual(noticesOf(before, [dead, refused]).after.refusals, {
      customers: 'CUSTOMERS_REFUSED',
      serviceAccount: 'REFRESH_TOKEN_DEAD',
    });
    assert.deepEqual(noticesOf(before, fine), { after: { daysTold: 7 }, notices: [{ kind: 'worksAgain' }] });
  });

  it('is no refusal where Partner Center shows another company: it answers', () => {
    const other = finding('profile', 'PROFILE_OF_OTHER_TENANT', { tenantId: '10000000-0000-4000-8000-000000000002' });

    assert.deepEqual(told([[...fine, other]]), [[]]);
  });

  it('is nothing of what only the self-check shows', () => {
    const others = [finding('site', 'SITE_UNREACHABLE', { why: 'ENOTFOUND' }), finding('groups', 'GROUP_MISSING')];

    assert.deepEqual(told([[...fine, ...others]]), [[]]);
  });

  it('says where the service account’s signing in would mend it', () => {
    const unpermitted = finding('serviceAccount', 'SERVICE_ACCOUNT_NOT_CONSENTED', { detail: 'AADSTS65001' });
    const refusals = [dead, finding('credential', 'SECRET_ENDED'), finding('mfa', 'MFA_MISSING'), unpermitted];
    const canSignIn = refusals.map((one) => {
      const [notice] = noticesOf({}, [one]).notices;
      return notice?.kind === 'refused' && notice.canSignIn;
    });

    assert.deepEqual(canSignIn, [true, false, true, false]);
  });

  it('is the end of the secret or certificate at 30, 14, 7 and 1 days, each once, and anew for the next one', () => {
    const left = (days: number) => finding('expiry', days < 30 ? 'CREDENTIAL_ENDS_SOON' : 'CREDENTIAL_LASTS', { days });
    const days = [40, 29, 28, 15, 14, 13, 7, 6, 2, 1, 0, 400, 29];

    const rounds = told(days.map((one) => [left(one)]));

    const reminded = days.filter((_day, index) => rounds[index]?.length === 1);
    assert.deepEqual(reminded, [29, 14, 7, 1, 29]);
  });

  it('reminds only of the nearest when the service was down meanwhile, and keeps quiet where it cannot be read', () => {
    const left = (days: number) => finding('expiry', 'CREDENTIAL_ENDS_SOON', { days });
    const unread = finding('expiry', 'NOT_PERMITTED', { permission: 'Application.Read.All' });

    assert.deepEqual(told([[left(6)], [left(5)], [unread], [left(5)]]), [
      ['endsSoon: CREDENTIAL_ENDS_SOON'],
      [],
      [],
      [],
    ]);
  });
});

/** One round after the other, each ten minutes later, and what operators are told. */
function watched() {
  const rig = createCheckUpRig();
  const ephemeral = createMemoryEphemeralStore();
  const codes: string[] = [];
  const operators: Operators = {
    async tell(notice) {
      codes.push(notice.kind === 'refused' ? notice.finding.code : notice.kind);
      return 1;
    },
  };
  const look = async () => {
    rig.clock.advance(10 * 60 * 1000);
    await watchAccess({ ...rig.deps, ephemeral, operators });
  };
  return { rig, codes, look };
}

describe('a look at the service’s own access', () => {
  it('asks anew for multi-factor authentication where something is forbidden: its lack looks like a missing role', async () => {
    const { rig, codes, look } = watched();
    rig.resources.relationships = async () => ({ kind: 'refused', reason: 'forbidden', detail: '403' });
    // Seen a while ago; by now it is not so.
    rig.signIn.mfaCompliance = async (options) => ({ kind: 'read', value: options?.seenSince !== undefined });

    await look();

    assert.deepEqual(codes, ['MFA_MISSING']);
  });

  const forbidden = { kind: 'refused', reason: 'forbidden', detail: 'HTTP 403' } as const;
  const notConsented = { kind: 'refused', reason: 'notConsented', detail: 'AADSTS65001' } as const;
  const silence = { kind: 'silent', detail: 'UPSTREAM_UNAVAILABLE' } as const;

  it('tells of an app that Partner Center alone refuses, once, and when it works again; an outage is neither', async () => {
    const { rig, codes, look } = watched();
    rig.resources.customers = async () => silence;
    await look();
    rig.resources.customers = async () => forbidden;
    await look();
    await look();
    rig.resources.customers = async () => silence;
    await look();
    const before = [...codes];
    rig.resources.customers = async () => ({ kind: 'read', value: undefined });
    await look();

    assert.deepEqual(before, ['CUSTOMERS_REFUSED']);
    assert.deepEqual(codes, ['CUSTOMERS_REFUSED', 'worksAgain']);
  });

  it('tells that nobody permitted the app to act for the service account at Partner Center alone', async () => {
    const { rig, codes, look } = watched();
    rig.resources.partnerProfile = async () => silence;
    await look();
    const before = [...codes];
    rig.resources.partnerProfile = async () => notConsented;
    await look();

    assert.deepEqual(before, []);
    assert.deepEqual(codes, ['SERVICE_ACCOUNT_NOT_CONSENTED']);
  });

  it('asks anew for multi-factor authentication where Partner Center forbids the service account its profile', async () => {
    const { rig, codes, look } = watched();
    rig.resources.partnerProfile = async () => forbidden;
    rig.signIn.mfaCompliance = async (options) => ({ kind: 'read', value: options?.seenSince !== undefined });
    await look();

    assert.deepEqual(codes, ['MFA_MISSING']);
  });

  it('asks nothing more of a Partner Center that is closed to a reseller', async () => {
    const { rig, codes, look } = watched();
    let profiles = 0;
    rig.deps.settings.isReseller = true;
    rig.resources.customers = async () => forbidden;
    rig.resources.resellerInvitation = async () => forbidden;
    rig.resources.partnerProfile = async () => {
      profiles += 1;
      return forbidden;
    };
    await look();

    assert.deepEqual(codes, ['CUSTOMERS_CLOSED_TO_RESELLERS']);
    assert.equal(profiles, 1);
  });

  for (const silentOne of ['customers', 'partnerProfile', 'resellerInvitation', 'serviceAccountToken'] as const) {
    it(`tells once that Partner Center is closed to a reseller, whether or not there is silence: ${silentOne}`, async () => {
      const { rig, codes, look } = watched();
      const close = () => {
        rig.signIn.serviceAccountToken = async () => ({ kind: 'read', value: undefined });
        rig.resources.customers = async () => forbidden;
        rig.resources.partnerProfile = async () => forbidden;
        rig.resources.resellerInvitation = async () => forbidden;
      };
      rig.deps.settings.isReseller = true;
      close();
      await look();
      await look();
      Object.assign(silentOne === 'serviceAccountToken' ? rig.signIn : rig.resources, {
        [silentOne]: async () => silence,
      });
      await look();
      close();
      await look();

      assert.deepEqual(codes, ['CUSTOMERS_CLOSED_TO_RESELLERS']);
    });
  }

  it('tells nothing of what it found when that took longer than its round: another may have looked since', async () => {
    const { rig, codes, look } = watched();
    rig.resources.customers = async () => {
      rig.clock.advance(5 * 60 * 1000);
      return forbidden;
    };
    await look();
    const late = [...codes];
    rig.resources.customers = async () => forbidden;

    await look();

    assert.deepEqual(late, []);
    assert.deepEqual(codes, ['CUSTOMERS_REFUSED']);
  });
});
