import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { sandboxPartner, tenantByDomain } from '../../src/sandbox/directory.ts';
import { createSandbox } from '../../src/sandbox/sandbox.ts';
import {
  approve,
  authorise,
  consent,
  licenceRoles,
  lockedRelationship,
  relationshipsPath,
  startSandboxCloud,
  type SandboxCloud,
} from '../support/sandbox-cloud.ts';

const contoso = tenantByDomain('contoso.com');

describe('sandbox: one customer’s whole way', () => {
  let cloud: SandboxCloud;
  afterEach(async () => cloud.stop());

  const whatIsTrue = async (relationshipId: string) => {
    const token = await cloud.appToken();
    const relationship = await cloud.call('GET', `${relationshipsPath}/${relationshipId}`, { token });
    const assignments = await cloud.call('GET', `${relationshipsPath}/${relationshipId}/accessAssignments`, { token });
    const customer = await cloud.call('GET', `/partnercenter/v1/customers/${contoso.tenantId}`, {
      token: await cloud.userToken(),
    });
    return [
      relationship.body['status'],
      ...(assignments.body['value'] as Record<string, unknown>[]).map((item) => item['status']),
      customer.status,
    ];
  };

  it('is active and visible exactly the configured time after the last acceptance', async () => {
    cloud = await startSandboxCloud({ normalAfterSeconds: 60 });
    await consent(cloud, 'contoso.com');
    const relationshipId = await lockedRelationship(cloud, 'contoso.com');
    cloud.clock.advance(5000);
    await approve(cloud, relationshipId, 'admin@contoso.com');
    await authorise(cloud, 'admin@contoso.com');
    cloud.clock.advance(30_000);
    await cloud.call('POST', `${relationshipsPath}/${relationshipId}/accessAssignments`, {
      token: await cloud.appToken(),
      body: {
        accessContainer: {
          accessContainerId: sandboxPartner.groups.gdapLicenseAdministrators,
          accessContainerType: 'securityGroup',
        },
        accessDetails: { unifiedRoles: [{ roleDefinitionId: licenceRoles[1] }] },
      },
    });
    cloud.clock.advance(29_000);
    const before = await whatIsTrue(relationshipId);
    cloud.clock.advance(1000);

    const after = await whatIsTrue(relationshipId);

    assert.deepEqual(before, ['active', 'pending', 403]);
    assert.deepEqual(after, ['active', 'active', 200]);
  });

  it('happens at once when no time is configured', async () => {
    cloud = await startSandboxCloud({ normalAfterSeconds: 0 });
    await consent(cloud, 'contoso.com');
    const relationshipId = await lockedRelationship(cloud, 'contoso.com');
    await approve(cloud, relationshipId, 'admin@contoso.com');
    await authorise(cloud, 'admin@contoso.com');

    const facts = await whatIsTrue(relationshipId);

    assert.deepEqual(facts, ['active', 200]);
  });
});

describe('sandbox: state file', () => {
  let folder: string;
  let cloud: SandboxCloud | undefined;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sandbox-'));
  });
  afterEach(async () => {
    await cloud?.stop();
    cloud = undefined;
    await rm(folder, { recursive: true });
  });

  const start = async (stateFile = join(folder, 'data', 'sandbox.json')) => {
    cloud = await startSandboxCloud(stateFile === '' ? {} : { stateFile });
    return cloud;
  };

  it('brings everything back after a restart', async () => {
    const first = await start();
    await consent(first, 'contoso.com');
    const relationshipId = await lockedRelationship(first, 'contoso.com');
    await approve(first, relationshipId, 'admin@contoso.com');
    await authorise(first, 'admin@contoso.com');
    first.sandbox.controls.setBehaviour('contoso.com', { visibleAfterSeconds: 1 });
    const before = first.sandbox.controls.state();
    await first.stop();

    const second = await start();

    assert.deepEqual(second.sandbox.controls.state(), before);
  });

  it('writes nothing when no file is named', async () => {
    const first = await start('');

    await consent(first, 'contoso.com');

    await assert.rejects(readFile(join(folder, 'data', 'sandbox.json')), { code: 'ENOENT' });
  });

  it('says which file it cannot read', async () => {
    const stateFile = join(folder, 'broken.json');
    for (const text of ['{"version":', '{"version":2}', 'null']) {
      await writeFile(stateFile, text);

      assert.throws(
        () => createSandbox({ clock: () => new Date(0), stateFile }),
        /state file .*broken\.json cannot be read; delete it/,
      );
    }
  });
});

describe('sandbox: starting and stopping', () => {
  it('can be stopped before it was started, and twice', async () => {
    const sandbox = createSandbox({ clock: () => new Date(0) });

    await sandbox.stop();
    await sandbox.start();
    await sandbox.stop();
    await sandbox.stop();
  });

  it('reports a port that is taken', async () => {
    const first = createSandbox({ clock: () => new Date(0) });
    const { url } = await first.start();
    const second = createSandbox({ clock: () => new Date(0), port: Number(new URL(url).port) });

    await assert.rejects(second.start(), { code: 'EADDRINUSE' });

    await first.stop();
  });

  it('puts its public address into links', async () => {
    const cloud = await startSandboxCloud({ publicUrl: 'https://sandbox.example/' });

    const { body } = await cloud.call('GET', '/login/contoso.com/v2.0/.well-known/openid-configuration');

    assert.equal(body['issuer'], `https://sandbox.example/login/${contoso.tenantId}/v2.0`);
    await cloud.stop();
  });
});
