// What the service logs as an error, and what docs/operations.md tells the operator to do about it.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, it } from 'mocha';
import ts from 'typescript';

const repository = resolve(import.meta.dirname, '../..');

interface Logged {
  level: string;
  message: string;
  where: string;
}

/** Every `….error(data, 'message')` and `….fatal(…)` in src. A message that is no constant text shows as `undefined`. */
function loggedIn(file: string): Logged[] {
  const source = ts.createSourceFile(file, readFileSync(resolve(repository, file), 'utf8'), ts.ScriptTarget.Latest);
  const found: Logged[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const { name, expression } = node.expression;
      const isLog = /log$/i.test(expression.getText(source));
      if (isLog && (name.text === 'error' || name.text === 'fatal')) {
        const message = node.arguments.at(-1);
        const text = message && ts.isStringLiteralLike(message) ? message.text : 'undefined';
        found.push({ level: name.text, message: text, where: file });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const logged = globSync('src/**/*.ts', { cwd: repository }).flatMap(loggedIn);
const page = readFileSync(resolve(repository, 'docs/operations.md'), 'utf8');
const rows = [...page.matchAll(/^\| (error|fatal) +\| `([^`]+)` +\| (.+?) +\| (.+?) +\|$/gm)];
const documented = rows.map(([, level, message]) => `${level ?? ''}: ${message ?? ''}`);

describe('docs/operations.md', () => {
  it('explains exactly the errors that are logged, each once', () => {
    const said = new Set(logged.map(({ level, message }) => `${level}: ${message}`));

    assert.deepEqual(documented.toSorted(), [...said].toSorted());
  });

  it('can do so because each message is constant text in lower case', () => {
    const odd = logged.filter(({ message }) => message === 'undefined' || /^[A-Z]/.test(message));

    assert.deepEqual(odd, []);
  });
});
