import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { sandboxPartner, tenantByDomain } from '../../../src/sandbox/directory.ts';
import { createMicrosoft } from '../../../src/microsoft/create-microsoft.ts';
import { systemTimers } from '../../../src/runtime.ts';
import { createFakeIds } from '../../support/fake-ids.ts';
import { warningLog } from '../microsoft-fixture.ts';
import { sandboxConfig, startSandboxTest, type SandboxTest } from '../sandbox-fixture.ts';

const { gdapDirectoryReaders, gdapLicenseAdministrators } = sandboxPartner.groups;
const { tenantId } = tenantByDomain('contoso.com');
const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10';
const directoryReaders = '88d8e3e3-8f55-4a1e-953a-9b9898b8876b';
const globalReader = 'f2ef992c-3afb-46b9-b7cf-a126ee74c451';

describe('delegated admin against the sandbox', () => {
  let microsoft: SandboxTest;
  afterEach(async () => {
    await microsoft.stop();
  });

  describe('with a relationship that ends', () => {
    beforeEach(async () => {
      microsoft = await startSandboxTest();
    });

    const add = (changes: object = {}): string =>
      microsoft.relationships.add('contoso.com', { duration: 'P90D', approvedDaysAgo: 60, ...changes });

    it('extends it, and sees that it did', async () => {
      const relationshipId = add();

      const before = await microsoft.partner.readRelationship(relationshipId);
      const extended = await microsoft.partner.extendRelationship(relationshipId);
      const after = await microsoft.partner.readRelationship(relationshipId);

      assert.ok(before.kind === 'read' && after.kind === 'read');
      assert.equal(before.value?.extendsItself, undefined);
      assert.deepEqual(extended, { kind: 'read', value: 'extended' });
      assert.equal(after.value?.extendsItself, true);
    });

    it('cannot extend one with Global Administrator in it', async () => {
      const relationshipId = add({ roleIds: [globalAdministrator] });

      const extended = await microsoft.partner.extendRelationship(relationshipId);

      assert.deepEqual(extended, { kind: 'read', value: 'impossible' });
    });

    it('is too late when it has ended', async () => {
      const relationshipId = add({ approvedDaysAgo: 91 });

      const extended = await microsoft.partner.extendRelationship(relationshipId);

      assert.deepEqual(extended, { kind: 'read', value: 'over' });
    });

    it('gives a configured group the role that it lacks, and keeps its others', async () => {
      const relationshipId = add();
      const groups = [{ groupId: gdapDirectoryReaders, roleIds: [globalReader] }];
      const grown = createMicrosoft(sandboxConfig(microsoft.url, { accessAssignmentGroups: groups }), {
        clock: microsoft.clock,
        ids: createFakeIds(),
        timers: systemTimers,
        log: warningLog(() => undefined),
      });
      await microsoft.partner.ensureAccessAssignments(relationshipId);

      const state = await grown.partner.ensureAccessAssignments(relationshipId);

      const found = microsoft.controls.state().relationships.find((one) => one.relationshipId === relationshipId);
      const given = found?.assignments.find(({ groupId }) => groupId === gdapDirectoryReaders);
      assert.deepEqual(state, { kind: 'read', value: 'pending' });
      assert.deepEqual(given?.roleIds, [directoryReaders, globalReader]);
    });

    it('names the group that is gone', async () => {
      const relationshipId = add();
      microsoft.controls.setTroubles({ deletedGroups: [gdapLicenseAdministrators] });

      const state = await microsoft.partner.ensureAccessAssignments(relationshipId);

      assert.deepEqual(state, { kind: 'read', value: { goneGroupId: gdapLicenseAdministrators } });
    });
  });

  describe('with a provider that asks on our behalf', () => {
    beforeEach(async () => {
      microsoft = await startSandboxTest();
    });

    it('waits for our approval, gives it, and then the customer can approve', async () => {
      const relationshipId = microsoft.relationships.add('contoso.com', { byProvider: true });

      const found = await microsoft.partner.ensureRelationship({ tenantId, customerName: 'Contoso' });
      const approved = await microsoft.partner.approveRelationship(relationshipId);

      assert.deepEqual(found, {
        kind: 'read',
        value: { relationshipId, status: 'approvalPending', needsOurApproval: true },
      });
      assert.deepEqual(approved, { kind: 'read', value: { relationshipId, status: 'approvalPending' } });
    });
  });

  describe('with a service account that is no admin agent', () => {
    beforeEach(async () => {
      microsoft = await startSandboxTest({ delegatedAdminToken: 'appAndUser' });
      microsoft.controls.setTroubles({ notAdminAgent: true });
    });

    it('names the missing role rather than the customer', async () => {
      const made = await microsoft.partner.ensureRelationship({ tenantId, customerName: 'Contoso' });

      assert.partialDeepStrictEqual(made, { kind: 'unread', code: 'PARTNER_ROLE_MISSING' });
    });
  });
});
