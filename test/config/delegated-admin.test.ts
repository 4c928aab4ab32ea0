import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  isRelationshipDuration,
  licenceRoleIds,
  roleProblems,
  rolesOf,
  type RoleSettings,
} from '../../src/config/delegated-admin.ts';

const groupId = '869713c9-0b28-4d08-8949-ae07ae1bf528';
const exchange = '29232cdf-9323-42fd-ade2-1d097af3e4de';
const helpdesk = '729827e3-9c14-49f7-bb1b-9608f156bbb8';

describe('roles of delegated admin in the configuration', () => {
  it('are those of licence provisioning where nothing is said', () => {
    assert.deepEqual(rolesOf({}), { delegatedAdminRoleIds: licenceRoleIds, accessAssignmentGroups: [] });
  });

  it('may be named one by one, by the name of a template, and mixed; each counts once', () => {
    const settings = {
      ROLE_TEMPLATES: `support=${helpdesk.toUpperCase()}+${exchange}`,
      DELEGATED_ADMIN_ROLES: `licences, support, ${exchange}`,
      ACCESS_ASSIGNMENTS: `${groupId.toUpperCase()}=support+licences`,
    };

    assert.deepEqual(roleProblems(settings), []);
    assert.deepEqual(rolesOf(settings), {
      delegatedAdminRoleIds: [...licenceRoleIds, helpdesk, exchange],
      accessAssignmentGroups: [{ groupId, roleIds: [helpdesk, exchange, ...licenceRoleIds] }],
    });
  });

  it('may have ids that this program has never heard of', () => {
    const roleId = '11111111-2222-4333-8444-555555555555';

    assert.deepEqual(rolesOf({ DELEGATED_ADMIN_ROLES: roleId }).delegatedAdminRoleIds, [roleId]);
  });

  const wrong: [string, RoleSettings, string][] = [
    ['a template without roles', { ROLE_TEMPLATES: 'support=' }, 'ROLE_TEMPLATES'],
    ['a template of names', { ROLE_TEMPLATES: 'support=licences' }, 'ROLE_TEMPLATES'],
    ['a template with a strange name', { ROLE_TEMPLATES: `Support Team=${exchange}` }, 'ROLE_TEMPLATES'],
    ['a template twice', { ROLE_TEMPLATES: `a=${exchange},a=${helpdesk}` }, 'ROLE_TEMPLATES'],
    ['another meaning for licences', { ROLE_TEMPLATES: `licences=${exchange}` }, 'ROLE_TEMPLATES'],
    ['an entry with two equals signs', { ROLE_TEMPLATES: `a=${exchange}=${helpdesk}` }, 'ROLE_TEMPLATES'],
    ['a role that is no id and no template', { DELEGATED_ADMIN_ROLES: 'licences, Owner' }, 'DELEGATED_ADMIN_ROLES'],
    ['no role at all', { DELEGATED_ADMIN_ROLES: ',' }, 'DELEGATED_ADMIN_ROLES'],
    ['a group that is no id', { ACCESS_ASSIGNMENTS: 'admins=licences' }, 'ACCESS_ASSIGNMENTS'],
    ['a group without roles', { ACCESS_ASSIGNMENTS: `${groupId}=` }, 'ACCESS_ASSIGNMENTS'],
    ['a group twice', { ACCESS_ASSIGNMENTS: `${groupId}=licences,${groupId}=licences` }, 'ACCESS_ASSIGNMENTS'],
    ['an unknown template for a group', { ACCESS_ASSIGNMENTS: `${groupId}=support` }, 'ACCESS_ASSIGNMENTS'],
  ];
  for (const [name, raw, key] of wrong) {
    it(`cannot be ${name}: the sentence begins with ${key}`, () => {
      const problems = roleProblems(raw);

      assert.equal(problems.length, 1);
      assert.ok(problems[0]?.startsWith(`${key} must be a list of`));
    });
  }

  it('cannot be given to a group when customers are not asked for them', () => {
    const problems = roleProblems({ ACCESS_ASSIGNMENTS: `${groupId}=licences+${exchange}` });

    assert.deepEqual(problems, ['ACCESS_ASSIGNMENTS gives a group a role that DELEGATED_ADMIN_ROLES does not ask for']);
  });

  it('tell everything that is wrong at once', () => {
    const problems = roleProblems({ DELEGATED_ADMIN_ROLES: 'Owner', ACCESS_ASSIGNMENTS: 'admins=licences' });

    assert.equal(problems.length, 2);
  });
});

describe('the duration of a relationship', () => {
  for (const text of ['P1D', 'P730D', 'P1M', 'P24M', 'P1Y', 'P2Y']) {
    it(`may be ${text}`, () => {
      assert.equal(isRelationshipDuration(text), true);
    });
  }

  for (const text of ['P0D', 'P731D', 'P0M', 'P25M', 'P3Y', 'PT12H', '730', 'p1d', 'P1D ', '']) {
    it(`cannot be “${text}”`, () => {
      assert.equal(isRelationshipDuration(text), false);
    });
  }
});
