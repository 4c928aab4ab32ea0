import type { Playground } from './playground.ts';
import type { SandboxSettings } from './settings.ts';

interface Started {
  settings: SandboxSettings;
  port: number;
  cloudUrl: string;
  playground: Playground;
  logPath: string;
}

/** What stands on the terminal when everything runs. */
export function whereToGo({ settings, port, cloudUrl, playground, logPath }: Started): string {
  return [
    '',
    'Partner Connect runs in the sandbox. Nothing leaves this machine.',
    '',
    `  Chat with the bot      ${chat(playground)}`,
    `  Microsoft’s stand-in   ${cloudUrl}          sample tenants, admin centre`,
    `  Mails sent             ${cloudUrl}/outbox`,
    `  The service            http://127.0.0.1:${port}/healthz`,
    `  Kept in                ${settings.databaseUrl}, log in ${logPath}`,
    '',
    'Say “transition” in the chat, and use contoso.com as the customer’s domain. Ctrl-C stops everything.',
    '',
  ].join('\n');
}

function chat(playground: Playground): string {
  switch (playground.kind) {
    case 'running':
      return playground.url;
    case 'off':
      return 'switched off (PLAYGROUND=off)';
    case 'notInstalled':
      return 'not installed: npm i -D @microsoft/m365agentsplayground';
    case 'failed':
      return playground.why;
  }
}
