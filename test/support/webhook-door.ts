// The service's public address, to which Partner Center's stand-in posts: known before the service starts, and the same
// after a restart.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../../src/config.ts';
import type { SandboxCloud } from './sandbox-cloud.ts';

export interface WebhookDoor {
  /** What the service needs to know of it. */
  config: NonNullable<Config['webhooks']>;
  leadTo(address: () => string): void;
  close(): void;
}

export async function openWebhookDoor(cloud: SandboxCloud): Promise<WebhookDoor> {
  const folder = mkdtempSync(join(tmpdir(), 'webhooks-story-'));
  const rootFile = join(folder, 'root.pem');
  writeFileSync(rootFile, cloud.sandbox.webhooks.rootPem());
  let target: () => string = () => '';
  const server = createServer((request, response) => {
    const pass = async (): Promise<void> => {
      const chunks: Buffer[] = [];
      for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
      const headers = Object.entries(request.headers).filter(
        ([name]) => !/^(host|connection|content-length)$/.test(name),
      );
      const answer = await fetch(`${target()}${request.url ?? ''}`, {
        method: 'POST',
        body: Buffer.concat(chunks),
        headers: Object.fromEntries(headers.map(([name, value]) => [name, String(value)])),
      });
      response.writeHead(answer.status);
      response.end();
    };
    void pass();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    config: {
      publicUrl: `http://127.0.0.1:${String(port)}`,
      trustedCertificateFiles: [rootFile],
      certificateUrlPrefixes: [`${cloud.url}/3psostorageacct/cert/`],
      certificateNames: ['pcnotifications-dispatch.microsoft.com'],
    },
    leadTo: (address) => (target = address),
    close() {
      server.close();
      rmSync(folder, { recursive: true });
    },
  };
}
