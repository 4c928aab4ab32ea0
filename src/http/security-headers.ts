import type { IncomingMessage, ServerResponse } from 'node:http';
import helmet from 'helmet';

/** The one place that sets security headers; a route may only relax caching, for files that never change. */
export function createSecurityHeaders(publicUrl: string): (request: IncomingMessage, response: ServerResponse) => void {
  const isHttps = new URL(publicUrl).protocol === 'https:';
  const set = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        scriptSrc: ["'self'"],
        imgSrc: ["'self'"],
        connectSrc: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        // Browsers apply this to where a form's answer redirects too: to Microsoft, and from there to whatever page
        // the customer signs in on. Those hosts cannot be listed, so the scheme is.
        formAction: ["'self'", 'https:', ...(isHttps ? [] : ['http://127.0.0.1:*', 'http://localhost:*'])],
      },
    },
    strictTransportSecurity: isHttps ? { maxAge: 31_536_000 } : false,
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
  });
  return (request, response) => {
    // Pages show one person's state; a shared or back-button copy would be somebody else's or out of date.
    response.setHeader('Cache-Control', 'no-store');
    set(request, response, ignore);
  };
}

/** helmet is synchronous here and fails only on directives made by functions, of which there are none. */
function ignore(): void {}
