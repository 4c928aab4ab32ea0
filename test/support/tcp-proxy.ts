import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface TcpProxy {
  port: number;
  /** `stall`: bytes go nowhere and nobody is told. `refuse`: every connection is cut, old and new. */
  behave(how: 'pass' | 'stall' | 'refuse'): void;
  stop(): Promise<void>;
}

/** A way to a server that can be made as bad as networks are. */
export async function startTcpProxy(target: { host: string; port: number }): Promise<TcpProxy> {
  const pairs = new Set<readonly [Socket, Socket]>();
  let how: 'pass' | 'stall' | 'refuse' = 'pass';

  const server = createServer((near) => {
    near.on('error', () => undefined);
    if (how === 'refuse') {
      near.destroy();
      return;
    }
    const far = connect(target);
    const pair = [near, far] as const;
    pairs.add(pair);
    for (const [from, to] of [pair, [far, near] as const]) {
      from.on('data', (bytes) => {
        // What comes meanwhile is swallowed: after a stall the connection is of no use, as after a lost route.
        if (how === 'pass') to.write(bytes);
      });
      from.on('error', () => undefined);
      from.on('close', () => {
        to.destroy();
        pairs.delete(pair);
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cutAll = () => {
    for (const pair of pairs) for (const socket of pair) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    behave(next) {
      how = next;
      if (how === 'refuse') cutAll();
    },
    async stop() {
      server.close();
      cutAll();
      await once(server, 'close');
    },
  };
}
