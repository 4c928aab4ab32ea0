import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { transitionFromJson, transitionToJson } from '../../../src/store/records/transition-record.ts';
import { anEvent, aTransition } from '../../support/records.ts';

describe('the record of a transition', () => {
  it('carries its schema version', () => {
    const record: unknown = JSON.parse(transitionToJson(aTransition()));

    assert.equal((record as { schemaVersion: number }).schemaVersion, 1);
  });

  it('is refused when another version wrote it', () => {
    const json = transitionToJson(aTransition()).replace('"schemaVersion":1', '"schemaVersion":2');

    assert.throws(() => transitionFromJson(json));
  });

  const damages: readonly [string, string, string][] = [
    ['an instant', '"createdAt":"2026', '"createdAt":"soon'],
    ['a step', '"agreement":{"state":"notStarted"}', '"agreement":{"state":"maybe"}'],
    ['an error code', '"code":"CONSENT_LOST"', '"code":"toString"'],
    ['a text', '"line1":"1 Epping Road"', '"line1":7'],
  ];
  for (const [what, intact, damaged] of damages) {
    it(`is refused when ${what} in it is damaged`, () => {
      const blocked = { state: 'blocked', code: 'CONSENT_LOST' } as const;
      const transition = aTransition({ steps: { ...aTransition().steps, tenantConfirmed: blocked } });
      const json = transitionToJson(transition);
      assert.ok(json.includes(intact));

      assert.throws(() => transitionFromJson(json.replace(intact, damaged)));
    });
  }

  it('keeps what only a newer release knows, when this one changes something else', () => {
    const outbox = [anEvent()];
    const json = transitionToJson(aTransition({ outbox, lastEventSeq: 1 }));
    const { transition, ...rest } = JSON.parse(json) as { transition: Record<string, Record<string, unknown>> };
    const newer = {
      ...rest,
      transition: {
        ...transition,
        invented: { since: '2027-01-01' },
        customer: {
          ...transition['customer'],
          invented: 1,
          address: { ...aTransition().customer.address, invented: 2 },
        },
        link: { ...transition['link'], invented: 3 },
        steps: { ...transition['steps'], agreement: { state: 'blocked', code: 'CONSENT_LOST', invented: 4 } },
        outbox: [{ ...outbox[0], happening: { kind: 'invented', detail: 5 } }],
      },
    };

    const read = transitionFromJson(JSON.stringify(newer));
    const written: unknown = JSON.parse(transitionToJson({ ...read, version: 2 }));

    const asItWas: unknown = JSON.parse(JSON.stringify({ ...newer, transition: { ...newer.transition, version: 2 } }));
    assert.deepEqual(written, asItWas);
  });

  it('keeps an event of a kind that only a newer release knows', () => {
    const json = transitionToJson(aTransition({ outbox: [anEvent()], lastEventSeq: 1 }));

    const transition = transitionFromJson(json.replace('"transitionStarted"', '"invented","detail":{"a":[1]}'));

    assert.deepEqual(transition.outbox[0]?.happening, { kind: 'invented', detail: { a: [1] } });
  });
});
