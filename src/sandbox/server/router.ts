import type { Handle, Route, SandboxRequest } from './message.ts';

interface CompiledRoute {
  readonly route: Route;
  readonly pattern: RegExp;
  readonly names: readonly string[];
}

function compile(route: Route): CompiledRoute {
  const names: string[] = [];
  const source = route.path
    .split(/(:[a-zA-Z]+)/)
    .map((part) => {
      if (!part.startsWith(':')) return part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
      names.push(part.slice(1));
      return "([^/']+)";
    })
    .join('');
  return { route, names, pattern: new RegExp(`^${source}/?$`, 'i') };
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function paramsOf({ pattern, names }: CompiledRoute, pathname: string): Record<string, string> | undefined {
  const match = pattern.exec(pathname);
  if (match === null) return undefined;
  const values = names.map((name, index): [string, string | undefined] => [name, decoded(match[index + 1] ?? '')]);
  const whole = values.filter((entry): entry is [string, string] => entry[1] !== undefined);
  return whole.length === names.length ? Object.fromEntries(whole) : undefined;
}

/** Answers undefined when no route fits; the first route that fits wins. */
export function createRouter(routes: readonly Route[]): (request: SandboxRequest) => ReturnType<Handle> | undefined {
  const compiled = routes.map(compile);
  return (request) => {
    const pathname = request.url.pathname.replaceAll('%24', '$').replaceAll('%27', "'");
    for (const candidate of compiled) {
      if (candidate.route.method !== request.method) continue;
      const params = paramsOf(candidate, pathname);
      if (params !== undefined) return candidate.route.handle({ ...request, params });
    }
    return undefined;
  };
}
