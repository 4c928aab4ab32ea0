// Microsoft does what it was asked and the answer is lost on the way: nothing may exist twice afterwards. And the
// sandbox's own faults, once each, on the way of one customer.
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { createMicrosoft, type Microsoft } from '../../src/microsoft/create-microsoft.ts';
import { tenantByDomain } from '../../src/sandbox/directory.ts';
import { createFakeIds } from '../support/fake-ids.ts';
import { warningLog } from './microsoft-fixture.ts';
import { sandboxConfig, startSandboxTest, type SandboxTest } from './sandbox-fixture.ts';
import { createWireTimers } from './wire-timers.ts';

const { tenantId } = tenantByDomain('contoso.com');
const request = { tenantId, customerName: 'Contoso' };
const mail = { to: { address: 'a@contoso.com', name: 'A' }, subject: 's', html: 'h', text: 't', reference: 'r' };
const relationships = '/graph/v1.0/tenantRelationships/delegatedAdminRelationships';

interface LossyWire {
  url: string;
  /** The next writes to paths that end so are done, and not answered. */
  loseNext(pathEnd: string, times: number): void;
  /** How many answers were lost. */
  lost(): number;
  stop(): Promise<void>;
}

async function startLossyWire(target: string): Promise<LossyWire> {
  let lost = { pathEnd: '', times: 0 };
  let count = 0;
  const server: Server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      void passOn(incoming.method ?? '', incoming.url ?? '', Buffer.concat(chunks).toString('utf8'));
    });

    async function passOn(method: string, path: string, body: string): Promise<void> {
      const { host: _host, connection: _connection, ...rest } = incoming.headers;
      const headers = new Headers();
      for (const [name, value] of Object.entries(rest)) headers.set(name, String(value));
      headers.delete('content-length');
      headers.delete('transfer-encoding');
      const isWrite = method !== 'GET';
      const answer = await fetch(`${target}${path}`, { method, headers, ...(isWrite && { body }) });
      const text = await answer.text();
      if (isWrite && path.endsWith(lost.pathEnd) && lost.times > 0) {
        lost.times -= 1;
        count += 1;
        outgoing.destroy();
        return;
      }
      outgoing.writeHead(answer.status, { 'Content-Type': 'application/json' });
      outgoing.end(text);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    loseNext: (pathEnd, times) => (lost = { pathEnd, times }),
    lost: () => count,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describe('when an answer of the sandbox is lost', () => {
  let sandbox: SandboxTest;
  let wire: LossyWire;
  let microsoft: Microsoft;
  beforeEach(async () => {
    sandbox = await startSandboxTest();
    wire = await startLossyWire(sandbox.url);
    const config = sandboxConfig(sandbox.url, {
      graphUrl: `${wire.url}/graph`,
      partnerCenterUrl: `${wire.url}/partnercenter`,
    });
    const timers = createWireTimers(sandbox.clock, config.requestTimeoutMs);
    const log = warningLog(() => undefined);
    microsoft = createMicrosoft(config, { clock: sandbox.clock, ids: createFakeIds('lossy'), timers, log });
  });
  afterEach(async () => {
    await wire.stop();
    await sandbox.stop();
  });

  const withContoso = () =>
    sandbox.controls.state().relationships.filter((one) => one.customer?.tenantId === tenantId).length;

  for (const [what, pathEnd] of [
    ['the creation of a relationship', 'delegatedAdminRelationships'],
    ['its lock', 'requests'],
  ] as const) {
    for (const times of [1, 2, 5]) {
      it(`there is one relationship after ${what} was answered in vain, ${times} times`, async () => {
        wire.loseNext(pathEnd, times);

        for (let visit = 0; visit < 4; visit += 1) await microsoft.partner.ensureRelationship(request);
        const reading = await microsoft.partner.ensureRelationship(request);

        assert.ok(reading.kind === 'read');
        assert.deepEqual([reading.value.status, withContoso()], ['approvalPending', 1]);
      });
    }
  }

  const activeWithContoso = () => sandbox.relationships.add('contoso.com', { duration: 'P90D', approvedDaysAgo: 60 });
  const found = (relationshipId: string) =>
    sandbox.controls.state().relationships.find((one) => one.relationshipId === relationshipId);

  for (const times of [1, 2, 5]) {
    it(`each group has its roles once after that was answered in vain, ${times} times`, async () => {
      const relationshipId = activeWithContoso();
      wire.loseNext('accessAssignments', times);

      for (let visit = 0; visit < 6; visit += 1) await microsoft.partner.ensureAccessAssignments(relationshipId);

      const groups = found(relationshipId)?.assignments.map(({ groupId }) => groupId) ?? [];
      assert.equal(groups.length, 2);
      assert.equal(new Set(groups).size, groups.length);
      // Two groups: what was done is seen at the next visit, so that no more answers can be lost.
      assert.equal(wire.lost(), Math.min(times, groups.length));
    });

    it(`a relationship extends itself, and is asked to once, after that was answered in vain, ${times} times`, async () => {
      const relationshipId = activeWithContoso();
      wire.loseNext(relationshipId, times);

      for (let look = 0; look < 3; look += 1) await microsoft.partner.extendRelationship(relationshipId);

      assert.equal(found(relationshipId)?.autoExtendDuration, 'P180D');
      assert.equal(wire.lost(), 1);
    });

    it(`a qualification is asked for once after that was answered in vain, ${times} times`, async () => {
      const { tenantId: ofCustomer } = tenantByDomain('wingtiptoys.com');
      wire.loseNext('qualifications', times);

      for (let visit = 0; visit < 6; visit += 1) {
        await microsoft.partner.requestQualification({ tenantId: ofCustomer, name: 'Education', requestId: tenantId });
      }

      const asked = sandbox.controls.state().qualifications?.filter((one) => one.tenantId === ofCustomer);
      assert.deepEqual([asked?.length, wire.lost()], [1, times]);
    });
  }

  it('the webhook registration is ours and whole after it was answered in vain, and is not made again', async () => {
    const callbackUrl = 'https://connect.example/webhooks/partner-center';
    wire.loseNext('registration', 1);

    await assert.rejects(microsoft.registration.keep(callbackUrl, { takeOver: false }), {
      code: 'UPSTREAM_UNAVAILABLE',
    });
    const outcome = await microsoft.registration.keep(callbackUrl, { takeOver: false });

    assert.deepEqual([outcome.kind, wire.lost()], ['unchanged', 1]);
    assert.equal(sandbox.controls.state().webhooks?.registration?.url, callbackUrl);
  });

  it('a mail is sent once and said to be perhaps sent', async () => {
    wire.loseNext('sendMail', 1);

    const outcome = await microsoft.mail.send(mail);

    assert.ok(outcome.kind === 'failed');
    assert.deepEqual([outcome.maybeSent, sandbox.controls.mails().length], [true, 1]);
  });
});

describe('when the sandbox fails once', () => {
  let sandbox: SandboxTest;
  beforeEach(async () => {
    sandbox = await startSandboxTest();
  });
  afterEach(async () => {
    await sandbox.stop();
  });

  for (const [name, fault] of [
    ['drops the connection', { drop: true }],
    ['is throttled', { status: 429 }],
    ['is throttled for a moment', { status: 429, headers: { 'Retry-After': '0' } }],
    ['answers 500', { status: 500 }],
    ['answers 502', { status: 502, body: '<html></html>' }],
    ['answers 503', { status: 503 }],
    ['answers 504', { status: 504 }],
  ] as const) {
    for (const path of ['/login', relationships, '/graph', '/partnercenter'] as const) {
      it(`and ${name} below ${path}, the facts are read all the same, and one relationship is made`, async () => {
        sandbox.controls.addFault({ path, ...fault });

        const facts = [
          await sandbox.partner.ensureRelationship(request),
          await sandbox.partner.readResellerRelationship(tenantId),
          await sandbox.partner.readAgreement(tenantId),
        ];

        assert.deepEqual(
          facts.map((fact) => fact.kind),
          ['read', 'read', 'read'],
        );
        assert.equal(
          sandbox.controls.state().relationships.filter((one) => one.customer?.tenantId === tenantId).length,
          1,
        );
      });
    }
  }
});
