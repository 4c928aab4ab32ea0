import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { documented, documentedNames } from '../support/documentation.ts';

// The client is held against these in microsoft/documented-requests.test.ts, the sandbox in sandbox/fixtures.test.ts.

describe('the transcribed examples of Microsoft’s documentation', () => {
  for (const name of documentedNames) {
    it(`say of ${name} on which page, in which copy and when it was found, and how it is asked for`, () => {
      const { source, request, status } = documented(name);

      assert.match(source.page, /^https:[/][/]learn[.]microsoft[.]com[/]/);
      assert.notEqual(source.version, '');
      assert.match(source.transcribed, /^\d{4}-\d\d-\d\d$/);
      assert.match(
        `${request.method} ${request.url}`,
        /^(GET|POST|PUT|PATCH) (https?:[/][/][\w.]+[/]|\{YourCallbackUrl\})/,
      );
      assert.ok(request.page === undefined || request.version !== undefined, 'another page is of some copy too');
      assert.ok(status >= 200 && status < 500);
    });
  }
});
