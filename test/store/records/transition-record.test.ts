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

  it('keeps an event of a kind that only a newer release knows', () => {
    const json = transitionToJson(aTransition({ outbox: [anEvent()], lastEventSeq: 1 }));

    const transition = transitionFromJson(json.replace('"transitionStarted"', '"invented","detail":{"a":[1]}'));

    assert.deepEqual(transition.outbox[0]?.happening, { kind: 'invented', detail: { a: [1] } });
  });
});
