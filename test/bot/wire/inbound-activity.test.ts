import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { readActivity } from '../../../src/bot/wire/inbound-activity.ts';

const wellFormed = {
  type: 'message',
  channelId: 'msteams',
  serviceUrl: 'https://smba.trafficmanager.net/emea/',
  from: { id: '29:megan' },
  recipient: { id: '28:bot' },
  conversation: { id: '19:thread' },
};

describe('the reading of an activity', () => {
  it('passes on what Teams says of itself as it came, and copies none of it', () => {
    const channelData = { tenant: { id: 'tenant' }, more: [1, 2, 3] };

    assert.equal(readActivity({ ...wellFormed, channelData })?.channelData, channelData);
  });

  for (const channelData of [null, 'text', 7, [{ tenant: { id: 'tenant' } }]]) {
    it(`leaves out what Teams never says of itself: ${JSON.stringify(channelData)}`, () => {
      const activity = readActivity({ ...wellFormed, channelData });

      assert.ok(activity);
      assert.equal(activity.channelData, undefined);
    });
  }
});
