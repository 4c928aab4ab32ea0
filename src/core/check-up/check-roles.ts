import type { CheckUpSettings } from './check-up-deps.ts';
import { finding, type Finding } from './findings.ts';

const globalAdministratorRoleId = '62e90394-69f5-4237-9190-012177145e10';
/** Microsoft takes longer than it lets a caller wait for relationships with many roles. */
const mostRoles = 20;

/** Built-in roles that partners ask for. https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference */
const knownRoleIds: ReadonlySet<string> = new Set([
  globalAdministratorRoleId,
  '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3',
  'fe930be7-5e62-47db-91af-98c3a49a38b1',
  '3a2c62db-5318-420d-8d74-23affee5d9d5',
  '29232cdf-9323-42fd-ade2-1d097af3e4de',
  '194ae4cb-b126-40b2-bd5b-6091b380977d',
  '892c5842-a9a6-463a-8041-72aa08ca3cf6',
  '7698a772-787b-4ac8-901f-60d6b08affd2',
  '69091246-20e8-4a56-aa4d-066075b2a7a8',
  'f28a1f50-f6e7-4571-818b-6a12f2af6b6c',
  '0526716b-113d-4c15-b2c8-68e3c22b9f80',
  'e8611ab8-c189-46e8-94e1-60213ab1f814',
  '7be44c8a-adaf-4e2a-84d6-ab2649e08a13',
  'b0f54661-2d74-4c50-afa3-1ec803f12efe',
  'f2ef992c-3afb-46b9-b7cf-a126ee74c451',
  '8329153b-31d0-4727-b945-745eb3bc5f31',
  '88d8e3e3-8f55-4a1e-953a-9b9898b8876b',
  '9360feb5-f418-4baa-8175-e2a00bac4301',
  '4d6ac14f-3453-41d0-bef9-a3e0c569773a',
  'f023fd81-a637-4b56-95fd-791ac0226033',
  '729827e3-9c14-49f7-bb1b-9608f156bbb8',
  '4a5d8f65-41da-4de4-8968-e035b65339cf',
]);

/** The roles asked of customers, and whether the groups get no others. Needs nobody's answer. */
export function checkRoles(settings: CheckUpSettings): readonly Finding[] {
  const { groups, autoExtendDuration } = settings;
  const asked = settings.delegatedAdminRoleIds.map((roleId) => roleId.toLowerCase());
  const unknown = asked.filter((roleId) => !knownRoleIds.has(roleId));
  const beyond = groups.flatMap(({ groupId, roleIds }) =>
    roleIds
      .filter((roleId) => !asked.includes(roleId.toLowerCase()))
      .map((roleId) => ({ group: groupId, role: roleId })),
  );
  const isExtended = !/^P(T0S|0D)$/.test(autoExtendDuration);
  const problems = [
    ...beyond.map((values) => finding('roles', 'ROLE_NOT_ASKED_FOR', values)),
    ...(asked.includes(globalAdministratorRoleId) && isExtended ? [finding('roles', 'ROLE_STOPS_EXTENSION')] : []),
    ...(asked.length > mostRoles ? [finding('roles', 'ROLES_TOO_MANY', { count: asked.length })] : []),
    ...unknown.map((role) => finding('roles', 'ROLE_UNKNOWN', { role })),
  ];
  return problems.length > 0 ? problems : [finding('roles', 'ROLES_FIT', { count: asked.length })];
}
