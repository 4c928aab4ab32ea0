import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, it } from 'mocha';
import { readSubmission, type CardAction } from '../../src/cards/actions.ts';
import { newsCard } from '../../src/cards/transition/news-card.ts';
import { cardNames } from '../../src/cards/render.ts';
import { en } from '../../src/text/en.ts';
import { createTranslate } from '../../src/text/translate.ts';
import type { TransitionView } from '../../src/cards/transition/transition-card.ts';
import { noStepsYet } from '../../src/core/steps.ts';
import type { Transition } from '../../src/core/transition.ts';
import { after, testNow } from '../support/fake-clock.ts';
import { allStepsDone, anEvent, aTransition } from '../support/records.ts';
import { nodesOf } from '../support/card-lint.ts';
import { cardOf, sampleOf } from '../support/card-samples.ts';

const t = createTranslate('en');

/** A `Record`, so that an action which is missing here does not compile. */
const actions: Record<CardAction['action'], true> = {
  next: true,
  back: true,
  cancelForm: true,
  restart: true,
  skip: true,
  submit: true,
  submitPrivately: true,
  editSection: true,
  checkNow: true,
  sendInstructions: true,
  editCustomer: true,
  handOver: true,
  assignOwner: true,
  cancelTransition: true,
  extendRelationship: true,
  approveRelationship: true,
  requestQualification: true,
  showTransition: true,
  reissueLink: true,
  revokeLink: true,
  lookAtTenant: true,
  switchTenant: true,
  listPage: true,
  runCommand: true,
  retryDelivery: true,
  retryAllDeliveries: true,
  dismiss: true,
};

/** What the one sample of the living card is not: Normal with an end in sight, and waiting for our own approval. */
const laterCards: Partial<Transition>[] = [
  {
    steps: allStepsDone,
    verifiedAt: testNow,
    relationshipTerm: { endsAt: after(testNow, 1000), extendsItself: false, canExtend: true },
  },
  { steps: { ...noStepsYet, delegatedAdmin: { state: 'blocked', code: 'PARTNER_APPROVAL_PENDING' } } },
];

const otherTenant = { tenantId: 'tenant-b', domain: 'b.example', account: 'a…@b.example', at: testNow };
const happening = { kind: 'signInRefused', code: 'WRONG_TENANT', signedInTenantId: otherTenant.tenantId } as const;
const aStranger = { transition: aTransition({ otherTenant }), event: anEvent({ happening }) };

function standing(transition: Partial<Transition>): TransitionView {
  return { transition: aTransition(transition), now: testNow, view: 'living' };
}

const everyAction = Object.keys(actions) as CardAction['action'][];

const folder = new URL('../../cards/', import.meta.url);
const files = readdirSync(folder);

function textKeysOf(file: string): string[] {
  return [...readFileSync(new URL(file, folder), 'utf8').matchAll(/"text:([^"]*)"/g)].map(([, key]) => key ?? '');
}

describe('templates of cards', () => {
  it('have one template and one sample each, and no file besides', () => {
    const expected = cardNames.flatMap((name) => [`${name}.json`, `${name}.data.json`]);

    assert.deepEqual(files.toSorted(), expected.toSorted());
  });

  it('are each rendered by a function in a file of their name', () => {
    const rooms = new URL('../../src/cards/', import.meta.url);
    const modules = readdirSync(rooms, { recursive: true, encoding: 'utf8' });

    for (const name of cardNames) {
      const file = modules.find((path) => basename(path) === `${name}-card.ts`);
      const code = file === undefined ? '' : readFileSync(new URL(file, rooms), 'utf8');

      assert.ok(code.includes(`'${name}'`), `no ${name}-card.ts in src/cards renders ${name}`);
    }
  });

  it('name only sentences that exist, without values to fill in', () => {
    const sentences: Readonly<Record<string, string>> = en;
    const named = files.filter((file) => !file.endsWith('.data.json')).flatMap(textKeysOf);

    assert.ok(named.length > 20);
    for (const key of named) {
      assert.ok(sentences[key], `no sentence ${key}`);
      assert.doesNotMatch(sentences[key], /\{/, key);
    }
  });

  it('contain no sentence of their own', () => {
    for (const file of files.filter((name) => !name.endsWith('.data.json'))) {
      const texts = readFileSync(new URL(file, folder), 'utf8').matchAll(
        /"(?:text|label|placeholder|errorMessage|title)": "([^"]*)"/g,
      );

      for (const [, text] of texts) assert.match(text ?? '', /^(\$\{[\w.]+\}|text:[\w.]+|✓)$/, file);
    }
  });

  it('have a button for every action that a payload schema knows', () => {
    const offered = new Set(
      cardNames
        .flatMap((name) => nodesOf(cardOf(t, name, sampleOf(name)).content))
        .concat(laterCards.flatMap((transition) => nodesOf(cardOf(t, 'transition', standing(transition)).content)))
        .concat(nodesOf(newsCard(t, aStranger).content))
        .map((node) => readSubmission(node['data']))
        .map((submission) => (submission.kind === 'action' ? submission.action.action : undefined)),
    );

    for (const action of everyAction) assert.ok(offered.has(action), action);
  });

  it('have no sentence in the text room that nothing shows', () => {
    const used = [
      ...files.map((file) => readFileSync(new URL(file, folder), 'utf8')),
      ...sourcesIn(new URL('../../src/cards/', import.meta.url)),
      ...sourcesIn(new URL('../../src/bot/', import.meta.url)),
    ].join('\n');
    const chosenByCode =
      /^cards\.(problem|light|preFlight|status|mustAct|action|customer\.section|address\.section|tenant\.section)/;
    const unused = Object.keys(en)
      .filter((key) => key.startsWith('cards.') && !chosenByCode.test(key))
      .filter((key) => !used.includes(key));

    assert.deepEqual(unused, []);
  });
});

function sourcesIn(directory: URL): string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(new URL(name, directory), 'utf8'));
}
