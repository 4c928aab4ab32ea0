import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { aboutRelationship, relationshipId, startWebhookRig, type WebhookRig } from './webhook-rig.ts';

const minuteMs = 60 * 1000;
const hourMs = 60 * minuteMs;

describe('a webhook', () => {
  let rig: WebhookRig;
  beforeEach(async () => {
    rig = await startWebhookRig();
    await rig.registration.keep(rig.callbackUrl, { takeOver: false });
  });
  afterEach(() => rig.stop());

  it('that Partner Center signed makes what it is about due, and wakes the watcher', async () => {
    const status = await rig.send();

    assert.equal(status, 200);
    assert.deepEqual(rig.looked, [{ relationshipId }]);
    assert.deepEqual(rig.visited, ['transition-contoso-1']);
    assert.equal(rig.woken.times, 1);
  });

  it('about a customer is about the tenant, whatever the spelling', async () => {
    await rig.send(undefined, '/customers/20000000-0000-4000-8000-00000000ABCD');

    assert.deepEqual(rig.looked, [{ tenantId: '20000000-0000-4000-8000-00000000abcd' }]);
  });

  it('about an access assignment is about its relationship', async () => {
    await rig.send(undefined, `${aboutRelationship}/accessAssignments/20000000-0000-4000-8000-000000000001`);

    assert.deepEqual(rig.looked, [{ relationshipId }]);
  });

  it('about nothing that we know is accepted, and nothing is done', async () => {
    const status = await rig.send(undefined, '/somewhere/else');

    assert.equal(status, 200);
    assert.deepEqual(rig.looked, []);
  });

  const refusals = [
    ['unsigned', 401, 'headersMissing'],
    ['signature', 401, 'signature'],
    ['body', 401, 'signature'],
    ['host', 401, 'certificateAddress'],
    ['chain', 401, 'certificateChain'],
    ['sha1', 401, 'algorithm'],
    ['late', 403, 'late'],
  ] as const;
  for (const [forgery, expected, reason] of refusals) {
    it(`that is forged (${forgery}) is refused, and nothing is looked at`, async () => {
      const status = await rig.send(forgery);

      assert.equal(status, expected);
      assert.deepEqual(rig.looked, []);
      assert.deepEqual(refusedIn(rig), { [reason]: 1 });
    });
  }

  it('that is sent again is refused, byte for byte the same or not', async () => {
    await rig.send();

    const replayed = await rig.cloud.sandbox.webhooks.replay();
    const repeated = await rig.send();

    assert.deepEqual([replayed, repeated], [409, 409]);
    assert.ok(rig.lines.every(({ level }) => level === 'info'));
    assert.equal(rig.looked.length, 1);
  });

  it('is not good again when it is no longer remembered: then it is too late', async () => {
    await rig.send();
    rig.clock.advance(24 * hourMs + 1);

    const status = await rig.cloud.sandbox.webhooks.replay();

    assert.equal(status, 403);
    assert.equal(rig.looked.length, 1);
  });

  it('of what is yet to happen is refused, beyond what clocks differ by', async () => {
    await rig.send();
    rig.clock.advance(-10 * minuteMs);
    const within = await rig.cloud.sandbox.webhooks.replay();
    rig.clock.advance(-minuteMs);

    const ahead = await rig.cloud.sandbox.webhooks.replay();

    assert.deepEqual([within, ahead], [409, 403]);
    assert.equal(rig.looked.length, 1);
  });

  it('is refused when the certificate has had its time', async () => {
    rig.clock.advance(4000 * 24 * hourMs);

    const status = await rig.send();

    assert.equal(status, 401);
    assert.deepEqual(refusedIn(rig), { certificateDates: 1 });
  });

  it('is asked for again when its certificate cannot be fetched', async () => {
    rig.cloud.sandbox.controls.addFault({ path: '/3psostorageacct', status: 503 });

    const status = await rig.send();

    assert.equal(status, 503);
    assert.deepEqual(rig.looked, []);
  });

  it('does not lead us to another place, however its certificate’s address is written', async () => {
    const pinned = `${rig.cloud.url}/3psostorageacct/cert/`;
    const addresses = [
      `${pinned}../../elsewhere/cert/pcnotifications-dispatch.microsoft.com.cer`,
      `${pinned}%2e%2e/x.cer`,
      `${pinned}..%2f..%2felsewhere/cert/x.cer`,
      `${pinned}x.cer?to=http://127.0.0.1/`,
      pinned.replace('http://', 'http://user@'),
      'file:///etc/passwd',
      'http://169.254.169.254/3psostorageacct/cert/x.cer',
      'not an address',
    ];
    const before = rig.cloud.lines.length;

    const statuses = await Promise.all(
      addresses.map(async (address) => postSigned(rig, { 'x-ms-certificate-url': address })),
    );

    assert.deepEqual([...new Set(statuses)], [401]);
    assert.deepEqual(rig.cloud.lines.slice(before), []);
  });

  it('does not make us follow a redirect to its certificate', async () => {
    const location = `${rig.cloud.url}/elsewhere/cert/pcnotifications-dispatch.microsoft.com.cer`;
    rig.cloud.sandbox.controls.addFault({ path: '/3psostorageacct', status: 302, headers: { location } });
    const before = rig.cloud.lines.length;

    const status = await rig.send();

    assert.equal(status, 503);
    assert.ok(rig.cloud.lines.slice(before).every((line) => !line.includes('/elsewhere/')));
  });

  it('makes us fetch its certificate once an hour', async () => {
    const fetched = () => rig.cloud.lines.filter((line) => line.includes('/3psostorageacct/')).length;

    await rig.send();
    await rig.send(undefined, '/somewhere/else');
    assert.equal(fetched(), 1);

    rig.clock.advance(hourMs);
    await rig.send(undefined, '/somewhere/else/again');
    assert.equal(fetched(), 2);
  });

  it('is believed while strangers name certificates that are not there', async () => {
    const junk = Array.from({ length: 12 }, (_, index) => `${rig.cloud.url}/3psostorageacct/cert/${String(index)}.cer`);
    for (const address of junk) await postSigned(rig, { 'x-ms-certificate-url': address });

    const first = await rig.send();
    rig.clock.advance(hourMs);
    for (const address of junk) await postSigned(rig, { 'x-ms-certificate-url': address });
    const later = await rig.send(undefined, '/somewhere/else');

    assert.deepEqual([first, later], [200, 200]);
  });

  it('without a body, or with too much of one, is refused before anything is fetched', async () => {
    const before = rig.cloud.lines.length;

    const empty = await fetch(rig.callbackUrl, { method: 'POST' });
    const large = await postSigned(rig, {}, JSON.stringify({ padding: 'x'.repeat(70_000) }));

    assert.deepEqual([empty.status, large], [400, 413]);
    assert.equal(rig.cloud.lines.length, before);
  });

  it('tells whoever forges it nothing', async () => {
    const response = await fetch(rig.callbackUrl, { method: 'POST', body: '{}', headers: json });

    assert.equal(response.status, 401);
    assert.equal(await response.text(), '');
  });

  it('that is refused is told once a minute, and in a burst to a person', async () => {
    for (let post = 0; post < 19; post += 1) await rig.send('signature');
    const quiet = rig.lines.filter(({ message }) => message === 'webhook refused');
    assert.equal(quiet.length, 1);

    await rig.send('sha1');
    await rig.send('sha1');

    const alarms = rig.lines.filter(({ level }) => level === 'error');
    assert.deepEqual(
      alarms.map(({ message, facts }) => [message, facts]),
      [
        [
          'webhooks are refused in a burst',
          { reason: 'algorithm', refusedSinceStart: { signature: 19, algorithm: 1 } },
        ],
      ],
    );
  });
});

const json = { 'content-type': 'application/json' };

function refusedIn(rig: WebhookRig): unknown {
  const told = rig.lines.find(({ message }) => message === 'webhook refused');
  return told && 'refusedSinceStart' in told.facts ? told.facts.refusedSinceStart : undefined;
}

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** Signed by nobody whom anybody knows. */
async function postSigned(rig: WebhookRig, headers: Record<string, string>, body = '{"EventName":"test-created"}') {
  const signature = sign('sha256', Buffer.from(body), privateKey).toString('base64');
  const response = await fetch(rig.callbackUrl, {
    method: 'POST',
    body,
    headers: {
      ...json,
      'x-ms-signature': `Signature ${signature}`,
      'x-ms-certificate-url': `${rig.cloud.url}/3psostorageacct/cert/${createHash('md5').update(body).digest('hex')}.cer`,
      'x-ms-signature-algorithm': 'rsa-sha256',
      ...headers,
    },
  });
  return response.status;
}
