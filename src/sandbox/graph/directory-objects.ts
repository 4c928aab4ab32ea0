// The partner's own directory as its app may read it: security groups, users, and what a registration proves itself with.

import { accounts, sandboxApp, sandboxBot, sandboxPartner } from '../directory.ts';
import { json, param, type SandboxResponse } from '../server/message.ts';
import { Refusal } from '../server/refusal.ts';
import { secondsAfter } from '../world/timing.ts';
import { contextUrl, type GraphCall, type GraphRoute } from './edge.ts';

const secondsPerDay = 24 * 60 * 60;
const secretLifetimeDays = 365;

const names: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(sandboxPartner.groups).map(([name, groupId]) => [groupId, name]),
);

function missing(what: string, asked: string): Refusal {
  const message = `Resource '${asked.slice(0, 100)}' does not exist or one of its queried reference-property objects are not present.`;
  return new Refusal(404, what, message);
}

function ownTenant({ caller }: GraphCall, asked: string): void {
  if (caller.tenantId !== sandboxPartner.tenantId) throw missing('Request_ResourceNotFound', asked);
}

function group(call: GraphCall): SandboxResponse {
  const groupId = param(call.request, 'groupId').toLowerCase();
  ownTenant(call, groupId);
  const displayName = names[groupId];
  const isDeleted = call.world.state.troubles.deletedGroups?.includes(groupId) === true;
  if (displayName === undefined || isDeleted) throw missing('Request_ResourceNotFound', groupId);
  return json(200, {
    '@odata.context': contextUrl(call.world, 'groups/$entity'),
    id: groupId,
    displayName,
    groupTypes: [],
    mailEnabled: false,
    securityEnabled: true,
  });
}

function user(call: GraphCall): SandboxResponse {
  const asked = param(call.request, 'user').toLowerCase();
  ownTenant(call, asked);
  const account = accounts.find(({ userName, userId }) => userName === asked || userId === asked);
  const isMissing = call.world.state.troubles.senderMailboxMissing === true;
  if (account === undefined || account.tenantId !== sandboxPartner.tenantId || isMissing) {
    throw missing('Request_ResourceNotFound', asked);
  }
  return json(200, {
    '@odata.context': contextUrl(call.world, 'users/$entity'),
    id: account.userId,
    displayName: account.displayName,
    userPrincipalName: account.userName,
    mail: account.userName,
  });
}

/** Microsoft shows of a secret its first three characters, and never more. */
function application(call: GraphCall): SandboxResponse {
  const appId = param(call.request, 'appId').toLowerCase();
  ownTenant(call, appId);
  const secret = { [sandboxApp.clientId]: sandboxApp.clientSecret, [sandboxBot.appId]: sandboxBot.appPassword }[appId];
  if (secret === undefined) throw missing('Request_ResourceNotFound', appId);
  const { secretDaysLeft } = call.world.state.troubles;
  const daysLeft = appId === sandboxApp.clientId ? (secretDaysLeft ?? secretLifetimeDays) : secretLifetimeDays;
  const now = call.world.now();
  return json(200, {
    '@odata.context': contextUrl(call.world, 'applications/$entity'),
    id: '41000000-0000-4000-8000-000000000001',
    appId,
    keyCredentials: [],
    passwordCredentials: [
      {
        customKeyIdentifier: null,
        displayName: 'service',
        endDateTime: secondsAfter(now.toISOString(), daysLeft * secondsPerDay).toISOString(),
        hint: secret.slice(0, 3),
        keyId: '42000000-0000-4000-8000-000000000001',
        secretText: null,
        startDateTime: '2026-01-05T08:00:00Z',
      },
    ],
  });
}

export const directoryObjectRoutes: readonly GraphRoute[] = [
  {
    method: 'GET',
    path: '/groups/:groupId',
    permissions: ['GroupMember.Read.All', 'Group.Read.All', 'Directory.Read.All'],
    handle: group,
  },
  {
    method: 'GET',
    path: '/users/:user',
    permissions: ['User.ReadBasic.All', 'User.Read.All', 'Directory.Read.All'],
    handle: user,
  },
  {
    method: 'GET',
    path: "/applications(appId=':appId')",
    permissions: ['Application.Read.All', 'Directory.Read.All'],
    handle: application,
  },
];
