import type { IncomingMessage } from 'node:http';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

export interface RateLimits {
  /** False: this visitor began too many sign-ins lately. */
  mayBeginSignIn(request: IncomingMessage): Promise<boolean>;
  /** False: this visitor tried too many links that do not exist, and is not told about any for a while. */
  mayOpenLinks(request: IncomingMessage): Promise<boolean>;
  noteUnknownLink(request: IncomingMessage): Promise<void>;
  /** Somebody forwards requests to us and is not counted among our proxies: all visitors then share one address. */
  isProxyUncounted(): boolean;
}

const windowSeconds = 5 * 60;
/** Generous: a whole company, or our own staff, may come from one address. */
const signInsPerWindow = 40;
const unknownLinksPerWindow = 20;

/** In memory, by address: against guessing and floods, not a promise that holds across instances. */
export function createRateLimits(
  trustedProxyHops: number,
  log: { warn(data: object, message: string): void },
): RateLimits {
  const signIns = new RateLimiterMemory({ points: signInsPerWindow, duration: windowSeconds });
  const unknownLinks = new RateLimiterMemory({ points: unknownLinksPerWindow, duration: windowSeconds });
  let isProxyUncounted = false;
  const visitor = (request: IncomingMessage) => {
    if (trustedProxyHops === 0 && !isProxyUncounted && request.headers['x-forwarded-for'] !== undefined) {
      isProxyUncounted = true;
      log.warn({}, 'requests are forwarded, and TRUSTED_PROXY_HOPS counts no proxy: limits take all visitors for one');
    }
    return addressOf(request, trustedProxyHops);
  };
  return {
    mayBeginSignIn: (request) => consume(signIns, visitor(request)),
    async mayOpenLinks(request) {
      const tried = await unknownLinks.get(visitor(request));
      return tried === null || tried.consumedPoints < unknownLinksPerWindow;
    },
    async noteUnknownLink(request) {
      await consume(unknownLinks, visitor(request));
    },
    isProxyUncounted: () => isProxyUncounted,
  };
}

async function consume(limiter: RateLimiterMemory, key: string): Promise<boolean> {
  try {
    await limiter.consume(key);
    return true;
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return false;
    throw refusal;
  }
}

/** Each proxy of ours appends the address it saw, so ours are the last entries; what stands before them is hearsay. */
function addressOf(request: IncomingMessage, trustedProxyHops: number): string {
  const forwarded = String(request.headers['x-forwarded-for'] ?? '').split(',');
  const told = trustedProxyHops > 0 ? forwarded.at(-trustedProxyHops)?.trim() : undefined;
  const withoutPort = told?.replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1');
  return withoutPort === undefined || withoutPort === '' ? (request.socket.remoteAddress ?? 'unknown') : withoutPort;
}
