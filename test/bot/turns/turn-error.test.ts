import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { AppError } from '../../../src/core/errors.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { createTranslate } from '../../../src/text/translate.ts';
import { interceptedStore } from '../../support/intercepted-store.ts';
import { createTestBed, megan, thread, type TeamsChat, type TestBed } from '../../support/teams-chat.ts';
import { customerTyped } from '../../support/transition-forms.ts';

describe('a turn while the database is out of reach', () => {
  let bed: TestBed;
  let chat: TeamsChat;
  let outOfReach: (call: string) => boolean;

  beforeEach(async () => {
    outOfReach = () => false;
    const store = interceptedStore(await openStore('sqlite::memory:'), async ({ name }, carry) => {
      if (outOfReach(name)) throw new AppError('STORE_UNAVAILABLE');
      return carry();
    });
    bed = await createTestBed({ store });
    chat = bed.chat(thread);
  });

  afterEach(() => bed.stop());

  const sentence = createTranslate('en')('errors.STORE_UNAVAILABLE');

  for (const [what, calls] of [
    ['before it is begun', (): boolean => true],
    ['in the middle', (name: string): boolean => name.startsWith('dialogs.')],
  ] as const) {
    it(`tells the person so when that is noticed ${what}`, async () => {
      outOfReach = calls;

      await chat.types(megan, 'transition');

      assert.ok(chat.lines().includes(sentence), chat.lines().join('\n'));
    });
  }

  it('is not taken to have failed when only its end could not be noted', async () => {
    await chat.types(megan, 'transition');
    let stumbles = 0;
    outOfReach = (name) => {
      if (name === 'turns.finish' && (stumbles += 1) === 1) throw new Error('disk full');
      return false;
    };

    await chat.clicks(megan, 'next', customerTyped);

    assert.match(chat.lastLine(), /Step 2 of 5/);
    await chat.types(megan, 'cancel');
    assert.match(chat.lastLine(), /The form is closed/);
  });

  it('leaves the open form as it is', async () => {
    await chat.types(megan, 'transition');
    outOfReach = (name) => name.startsWith('conversations.');
    await chat.clicks(megan, 'next', customerTyped);
    const during = chat.lines().join('\n');

    outOfReach = () => false;
    await chat.clicks(megan, 'next', customerTyped);

    assert.doesNotMatch(during, /Step 2 of 5/);
    assert.match(chat.lines().join('\n'), /Step 2 of 5/);
  });
});
