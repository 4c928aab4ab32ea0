import { split } from './values.ts';

/** What customers are asked for, and which of our groups gets what of it. */
interface DelegatedAdminSettings {
  delegatedAdminRoleIds: readonly string[];
  accessAssignmentGroups: readonly { groupId: string; roleIds: readonly string[] }[];
}

/** What provisioning licences needs and no more: Directory Readers, License Administrator, Service Support Administrator, Global Reader. */
export const licenceRoleIds: readonly string[] = [
  '88d8e3e3-8f55-4a1e-953a-9b9898b8876b',
  '4d6ac14f-3453-41d0-bef9-a3e0c569773a',
  'f023fd81-a637-4b56-95fd-791ac0226033',
  'f2ef992c-3afb-46b9-b7cf-a126ee74c451',
];

/** As in the environment. */
export interface RoleSettings {
  DELEGATED_ADMIN_ROLES?: string | undefined;
  ROLE_TEMPLATES?: string | undefined;
  ACCESS_ASSIGNMENTS?: string | undefined;
}

type Outcome = { kind: 'read'; value: DelegatedAdminSettings } | { kind: 'wrong'; problems: readonly string[] };

export function roleProblems(settings: RoleSettings): readonly string[] {
  const outcome = readDelegatedAdmin(settings);
  return outcome.kind === 'wrong' ? outcome.problems : [];
}

/** Of settings without problems. */
export function rolesOf(settings: RoleSettings): DelegatedAdminSettings {
  const outcome = readDelegatedAdmin(settings);
  if (outcome.kind === 'wrong') throw new Error('the settings were not checked');
  return outcome.value;
}

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const templateName = /^[a-z][a-z0-9-]{0,39}$/;

/** Wherever a role is named, the name of a template may stand for all of its roles. Whether Entra knows an id is not asked here. */
function readDelegatedAdmin(settings: RoleSettings): Outcome {
  const templates = readTemplates(settings.ROLE_TEMPLATES ?? '');
  if (!templates) return wrong('ROLE_TEMPLATES must be a list of <name>=<role id>+<role id>, each name once');
  const roleIds = roleIdsOf(templates, split(settings.DELEGATED_ADMIN_ROLES ?? 'licences', ','));
  const groups = readGroups(templates, settings.ACCESS_ASSIGNMENTS ?? '');
  const problems = [
    ...(roleIds ? [] : ['DELEGATED_ADMIN_ROLES must be a list of role ids, licences, or names from ROLE_TEMPLATES']),
    ...(groups ? [] : ['ACCESS_ASSIGNMENTS must be a list of <group id>=<role>+<role>, each group once']),
  ];
  if (!roleIds || !groups) return { kind: 'wrong', problems };
  const isGranted = groups.every((group) => group.roleIds.every((roleId) => roleIds.includes(roleId)));
  if (!isGranted) return wrong('ACCESS_ASSIGNMENTS gives a group a role that DELEGATED_ADMIN_ROLES does not ask for');
  return { kind: 'read', value: { delegatedAdminRoleIds: roleIds, accessAssignmentGroups: groups } };
}

function wrong(problem: string): Outcome {
  return { kind: 'wrong', problems: [problem] };
}

type Templates = ReadonlyMap<string, readonly string[]>;

function readTemplates(text: string): Templates | undefined {
  const templates = new Map([['licences', licenceRoleIds]]);
  for (const entry of split(text, ',')) {
    const [name = '', roles = '', ...more] = entry.split('=').map((part) => part.trim());
    const roleIds = split(roles, '+');
    const isRight = templateName.test(name) && roleIds.length > 0 && roleIds.every((roleId) => guid.test(roleId));
    if (!isRight || more.length > 0 || templates.has(name)) return undefined;
    templates.set(name, unique(roleIds));
  }
  return templates;
}

function readGroups(templates: Templates, text: string): DelegatedAdminSettings['accessAssignmentGroups'] | undefined {
  const groups = new Map<string, readonly string[]>();
  for (const entry of split(text, ',')) {
    const [groupId = '', roles = '', ...more] = entry.split('=').map((part) => part.trim().toLowerCase());
    const roleIds = roleIdsOf(templates, split(roles, '+'));
    if (!guid.test(groupId) || !roleIds || more.length > 0 || groups.has(groupId)) return undefined;
    groups.set(groupId, roleIds);
  }
  return Array.from(groups, ([groupId, roleIds]) => ({ groupId, roleIds }));
}

/** Undefined when one of them is neither an id nor a template, or there is none. */
function roleIdsOf(templates: Templates, named: readonly string[]): readonly string[] | undefined {
  const roles = named.map((name) => (guid.test(name) ? [name] : templates.get(name)));
  const known = roles.flatMap((roleIds) => roleIds ?? []);
  return roles.length === 0 || roles.includes(undefined) ? undefined : unique(known);
}

function unique(roleIds: readonly string[]): string[] {
  return [...new Set(roleIds.map((roleId) => roleId.toLowerCase()))];
}

/** ISO 8601 as Microsoft takes it for a relationship: one day to two years. */
export function isRelationshipDuration(text: string): boolean {
  const days = /^P(\d{1,3})D$/.exec(text);
  if (days) return Number(days[1]) >= 1 && Number(days[1]) <= 730;
  const months = /^P(\d{1,2})M$/.exec(text);
  if (months) return Number(months[1]) >= 1 && Number(months[1]) <= 24;
  return text === 'P1Y' || text === 'P2Y';
}
