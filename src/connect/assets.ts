import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Route } from '../http-route.ts';
import type { Site } from './pages/layout.ts';

const types = { css: 'text/css', js: 'text/javascript', svg: 'image/svg+xml' } as const;

/** Stylesheet, script and mark, served by us under names that change with their content. */
export function createAssets(): { addresses: Site['assets']; routes: Route[] } {
  const style = asset('site', 'css');
  const script = asset('live', 'js');
  const mark = asset('mark', 'svg');
  return {
    addresses: { style: style.path, script: script.path, mark: mark.path },
    routes: [style, script, mark],
  };
}

function asset(name: string, extension: keyof typeof types): Route {
  const content = readFileSync(new URL(`assets/${name}.${extension}`, import.meta.url));
  const digest = createHash('sha256').update(content).digest('hex').slice(0, 10);
  return {
    method: 'GET',
    path: `/connect/assets/${name}.${digest}.${extension}`,
    async handle(_request, response) {
      response.writeHead(200, {
        'Content-Type': `${types[extension]}; charset=utf-8`,
        'Cache-Control': 'public, max-age=31536000, immutable',
      });
      response.end(content);
    },
  };
}
