import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { OtherTenant } from '../../../../src/core/transition.ts';
import type { Store } from '../../../../src/core/ports/store/store.ts';
import { forgetVisitors } from '../../../../src/core/use-cases/forgetting/forget-visitors.ts';
import { openStore } from '../../../../src/store/open-store.ts';
import { testNow } from '../../../support/fake-clock.ts';
import { aDelivery, anEvent, aTransition, testOrganisationId } from '../../../support/records.ts';

const organisationId = testOrganisationId;
const tenantId = 'tenant-contoso';
const transitionId = 'transition-fabrikam';
const grady = { kind: 'customer', objectId: 'object-grady', userName: 'grady@contoso.example' } as const;
const lidia = { kind: 'customer', objectId: 'object-lidia', userName: 'lidia@litware.example' } as const;
const ofContoso: OtherTenant = { tenantId, domain: 'contoso.example', account: 'g…@contoso.example', at: testNow };
const ofLitware: OtherTenant = { ...ofContoso, tenantId: 'tenant-litware', domain: 'litware.example', account: 'l…' };
const refusal = (of: string) => ({ code: 'WRONG_TENANT', tenantId: of, at: testNow }) as const;
const turnedAway = (signedInTenantId: string) =>
  ({ kind: 'signInRefused', code: 'WRONG_TENANT', signedInTenantId }) as const;
const about = { organisationId, transitionId };

describe('forgetting who opened the links of others', () => {
  let store: Store;
  beforeEach(async () => {
    store = await openStore('sqlite::memory:');
    const inOutbox = [
      anEvent({ ...about, seq: 4, actor: grady, happening: turnedAway(tenantId) }),
      anEvent({ ...about, seq: 5, actor: lidia, happening: turnedAway('tenant-litware') }),
    ];
    const fabrikam = aTransition({
      ...about,
      tenant: { tenantId: 'tenant-fabrikam', domain: 'fabrikam.example' },
      link: { ...aTransition().link, linkId: 'link-of-fabrikam' },
      otherTenant: ofContoso,
      otherTenantsBefore: [ofLitware],
      lastRefusal: refusal(tenantId),
      refusalsBefore: [refusal('tenant-litware'), refusal(tenantId)],
      lastEventSeq: 5,
      outbox: inOutbox,
    });
    await store.transitions.insert(fabrikam, { visitDueAt: testNow });
    const told = anEvent({ ...about, seq: 3, actor: grady, happening: turnedAway(tenantId) });
    await store.audit.append([
      anEvent({ ...about, seq: 1, actor: grady, happening: { kind: 'signedIn' } }),
      anEvent({
        ...about,
        seq: 2,
        happening: { kind: 'tenantSwitched', fromTenantId: tenantId, toTenantId: 'tenant-fabrikam' },
      }),
      told,
      anEvent({
        ...about,
        seq: 6,
        actor: { ...lidia, userName: 'lee@fabrikam.example' },
        happening: { kind: 'signedIn' },
      }),
    ]);
    await store.deliveries.add([
      aDelivery({ ...about, deliveryId: 'news', state: 'sent', content: { kind: 'news', event: told } }),
    ]);
  });
  afterEach(() => store.close());

  const everything = async () => {
    const kinds = ['transition', 'visit', 'delivery', 'auditEvent'] as const;
    return JSON.stringify(await Promise.all(kinds.map((kind) => store.records.dump(kind, { limit: 100 }))));
  };

  it('leaves neither their names nor their tenant in another transition, its events and what was told of them', async () => {
    assert.match(await everything(), /grady|tenant-contoso/);

    const forgotten = await forgetVisitors(store, { organisationId, tenantId });

    assert.deepEqual(forgotten, { transitions: 1, unreadable: [] });
    assert.doesNotMatch(await everything(), /object-grady|grady@contoso|g…@|tenant-contoso|"domain":"contoso/);
  });

  it('leaves everybody else, and every event, where they are', async () => {
    await forgetVisitors(store, { organisationId, tenantId });

    const after = await store.transitions.get(organisationId, transitionId);
    assert.ok(after);
    const events = await store.audit.listFor(organisationId, transitionId);
    assert.deepEqual(
      [after.otherTenant, after.otherTenantsBefore, after.lastRefusal, after.refusalsBefore],
      [ofLitware, undefined, undefined, [refusal('tenant-litware')]],
    );
    assert.deepEqual(
      after.outbox.map(({ seq, actor }) => [seq, actor.kind === 'customer' && actor.userName]),
      [
        [4, ''],
        [5, 'lidia@litware.example'],
      ],
    );
    assert.deepEqual(
      events.map(({ seq, actor }) => [seq, actor.kind === 'customer' && actor.userName]),
      [
        [1, ''],
        [2, false],
        [3, ''],
        [6, 'lee@fabrikam.example'],
      ],
    );
    assert.deepEqual(after.version, 2);
  });

  it('can be repeated, and finds nothing then', async () => {
    await forgetVisitors(store, { organisationId, tenantId });

    assert.deepEqual(await forgetVisitors(store, { organisationId, tenantId }), { transitions: 0, unreadable: [] });
    assert.equal((await store.transitions.get(organisationId, transitionId))?.version, 2);
  });

  it('leaves the transitions of their own tenant, and other organisations, alone', async () => {
    await store.transitions.insert(aTransition({ lastRefusal: refusal(tenantId) }), { visitDueAt: testNow });

    await forgetVisitors(store, { organisationId, tenantId });
    await forgetVisitors(store, { organisationId: 'other-organisation', tenantId: 'tenant-litware' });

    assert.ok((await store.transitions.get(organisationId, 'transition-contoso-1'))?.lastRefusal);
    assert.ok((await store.transitions.get(organisationId, transitionId))?.otherTenant);
  });

  it('begins anew when somebody writes meanwhile, and gives up, aloud, on one that changes all the time', async () => {
    let writes = 0;
    const replace: typeof store.transitions.replace = async (transition) => {
      writes += 1;
      return writes > 1 && store.transitions.replace(transition);
    };

    const forgotten = await forgetVisitors(
      { ...store, transitions: { ...store.transitions, replace } },
      { organisationId, tenantId },
    );
    assert.deepEqual([forgotten.transitions, writes], [1, 2]);

    const never = { ...store.transitions, replace: async () => false };
    await assert.rejects(
      forgetVisitors({ ...store, transitions: never }, { organisationId, tenantId: 'tenant-litware' }),
      /changes all the time/,
    );
  });
});
