// The real HTTP server over routes of a test's own.
import { connect } from 'node:net';
import type { Route } from '../../src/http-route.ts';
import { createHttpServer, type HttpOptions, type HttpServer } from '../../src/http/http-server.ts';

interface Line {
  level: string;
  data: Record<string, unknown>;
  message: string;
}

const running: HttpServer[] = [];

export async function serve(routes: readonly Route[], overrides: Partial<HttpOptions> = {}) {
  const lines: Line[] = [];
  const writer = (level: string) => (data: object, message: string) => {
    lines.push({ level, data: { ...data }, message });
  };
  const server = createHttpServer({
    host: '127.0.0.1',
    port: 0,
    routes,
    health: { ping: async () => undefined },
    log: { info: writer('info'), warn: writer('warn'), error: writer('error') },
    publicUrl: 'http://127.0.0.1:3978',
    ...overrides,
  });
  running.push(server);
  const { port } = await server.start();
  return { server, port, url: `http://127.0.0.1:${String(port)}`, lines };
}

export async function stopServing(): Promise<void> {
  await Promise.all(running.splice(0).map((server) => server.stop(100)));
}

/** The answer to a request as it is written here, letter by letter. */
export function raw(port: number, request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(request));
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk.toString()));
    socket.on('end', () => resolve(answer));
    socket.on('error', reject);
  });
}
