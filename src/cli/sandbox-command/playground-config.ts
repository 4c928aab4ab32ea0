import { sandboxPartner } from '../../sandbox/directory.ts';

const userIdOf = (index: number) => `50000000-0000-4000-8000-${String(index).padStart(12, '0')}`;

/** Who sits at the Playground. An operator, so that everything that staff can say can be tried. */
export const playgroundUserId = userIdOf(1);

/** The chat's own people: staff of the sandbox's partner. The Playground wants exactly five besides the one who types. */
const names = ['Isaiah Langer', 'Lynne Robbins', 'Grady Archie', 'Nestor Wilke', 'Diego Siciliani'] as const;

function person(name: string, index: number) {
  const [givenName, surname] = name.split(' ');
  const mailbox = `${name.toLowerCase().replace(' ', '.')}@${sandboxPartner.domain}`;
  return {
    id: `29:${name.toLowerCase().replace(' ', '-')}`,
    name,
    // Spelt as the Playground spells it.
    userPrincipleName: mailbox,
    aadObjectId: userIdOf(index),
    givenName,
    surname,
    email: mailbox,
  };
}

/** YAML by way of JSON, which is a part of it. */
export function playgroundConfig(): string {
  return JSON.stringify({
    version: '0.1.1',
    tenantId: sandboxPartner.tenantId,
    bot: { id: '28:partner-connect', name: 'Partner Connect' },
    currentUser: person('Megan Bowen', 1),
    users: names.map((name, index) => person(name, index + 2)),
    personalChat: { id: 'a:personal-megan' },
    groupChat: { id: '19:group@thread.v2', name: 'Transitions team' },
    team: {
      id: '19:csp-desk@thread.tacv2',
      name: 'CSP Desk',
      aadGroupId: '60000000-0000-4000-8000-000000000001',
      channels: [{ id: '19:transitions@thread.tacv2', name: 'Transitions' }],
    },
  });
}
