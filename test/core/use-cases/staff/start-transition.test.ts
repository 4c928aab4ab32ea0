import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { startTransition, type TransitionRequest } from '../../../../src/core/use-cases/staff/start-transition.ts';
import { aMember, coreDeps, testPolicy } from '../../../support/core-deps.ts';
import { after, testNow } from '../../../support/fake-clock.ts';
import { aTransition } from '../../../support/records.ts';

function aRequest(overrides: Partial<TransitionRequest> = {}): TransitionRequest {
  const { conversationId, customer, tenant, category, licenceSource, licencesWanted } = aTransition();
  return {
    member: aMember(),
    nonce: 'nonce-1',
    conversationId,
    customer,
    tenant,
    category,
    licenceSource,
    licencesWanted,
    ...overrides,
  };
}

describe('starting a transition', () => {
  it('stores everything that was typed, with its first event, in one insert', async () => {
    const deps = coreDeps();
    const request = aRequest();

    const { transition } = await startTransition(deps, request);

    const stored = deps.transitions.stored(transition.transitionId);
    assert.deepEqual(stored.customer, request.customer);
    assert.deepEqual(stored.tenant, request.tenant);
    assert.deepEqual(stored.licencesWanted, request.licencesWanted);
    assert.equal(stored.version, 1);
    assert.equal(stored.toldStatus, 'awaitingCustomer');
    assert.deepEqual(stored.outbox, [
      {
        eventId: `${transition.transitionId}:1`,
        seq: 1,
        organisationId: request.member.organisationId,
        transitionId: transition.transitionId,
        at: testNow,
        actor: { kind: 'staff', userId: 'user-megan', displayName: 'Megan Bowen' },
        happening: { kind: 'transitionStarted' },
      },
    ]);
    assert.equal(stored.lastEventSeq, 1);
    assert.ok(!('nonce' in stored) && !('member' in stored));
  });

  it('gives the link its lifetime and looks again when a customer who did nothing is to be reminded', async () => {
    const deps = coreDeps();

    const { transition } = await startTransition(deps, aRequest());

    const expiresAt = after(testNow, testPolicy.linkLifetimeMs);
    assert.deepEqual(transition.link.expiresAt, expiresAt);
    assert.equal(transition.link.version, 1);
    assert.match(transition.link.linkId, /^[A-Za-z0-9]{20}$/);
    assert.deepEqual(deps.transitions.visitDueAt(transition.transitionId), after(testNow, 24 * 60 * 60 * 1000));
  });

  it('makes whoever starts it the owner', async () => {
    const { transition } = await startTransition(coreDeps(), aRequest());

    const caretaker = { userId: 'user-megan', displayName: 'Megan Bowen', email: 'megan@northwindtraders.example' };
    assert.deepEqual(transition.owner, caretaker);
    assert.deepEqual(transition.createdBy, caretaker);
  });

  it('knows no mail address of somebody whose address Teams does not tell', async () => {
    const { email: _unknown, ...member } = aMember();

    const { transition } = await startTransition(coreDeps(), aRequest({ member }));

    assert.deepEqual(transition.owner, { userId: 'user-megan', displayName: 'Megan Bowen' });
  });

  it('answers the same click again with the transition of the first run', async () => {
    const deps = coreDeps();
    const first = await startTransition(deps, aRequest());
    deps.clock.advance(1000);

    const second = await startTransition(deps, aRequest());

    assert.deepEqual(second, first);
  });

  it('points a second start for the same tenant to the first', async () => {
    const deps = coreDeps();
    const first = await startTransition(deps, aRequest());

    const second = await startTransition(deps, aRequest({ nonce: 'nonce-2' }));

    assert.deepEqual(second, { kind: 'tenantTaken', transition: first.transition });
  });

  it('starts none for a tenant that is Normal, and lets the click that made it so be repeated', async () => {
    const deps = coreDeps();
    const first = await startTransition(deps, aRequest());
    const normal = { ...first.transition, verifiedAt: testNow };
    const later = coreDeps(normal);

    const another = await startTransition(later, aRequest({ nonce: 'nonce-2' }));
    const same = await startTransition(later, aRequest());

    assert.deepEqual(another, { kind: 'tenantTaken', transition: normal });
    assert.deepEqual(same, { kind: 'started', transition: normal });
  });

  it('makes another transition in another organisation out of the same nonce', async () => {
    const one = await startTransition(coreDeps(), aRequest());
    const other = await startTransition(coreDeps(), aRequest({ member: aMember({ organisationId: 'other' }) }));

    assert.notEqual(one.transition.transitionId, other.transition.transitionId);
    assert.notEqual(one.transition.link.linkId, other.transition.link.linkId);
  });
});
