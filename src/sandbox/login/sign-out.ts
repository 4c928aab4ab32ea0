// The sign-out page, to which discovery's `end_session_endpoint` points. It sends nobody anywhere.

import { html } from 'htm/preact';

import { page } from '../pages/layout.ts';
import { forget } from '../pages/session.ts';
import type { Route } from '../server/message.ts';

export const signOutRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/login/:tenant/oauth2/v2.0/logout',
    handle: () =>
      forget(
        page({
          title: 'You signed out of your account',
          site: 'Sign in',
          content: [html`<p>It’s a good idea to close all browser windows.</p>`],
        }),
      ),
  },
];
