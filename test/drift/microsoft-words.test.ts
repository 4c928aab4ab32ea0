// Microsoft writes for people, in their language, and rewrites it without notice: only numbers, codes and states decide.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'mocha';
import ts from 'typescript';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Where words of Microsoft's, or of whatever failed, come in. */
const wordy = new Set(['message', 'description', 'errorMessage', 'error_description', 'errorDescription', 'errorName']);
/** What looks into a text, whether it is asked of the text or given the text. */
const looks = new Set(
  'includes startsWith endsWith indexOf search match matchAll test exec split localeCompare has get'.split(' '),
);
/** A number and an id that stand there in a fixed form are taken out of it; of the words nothing is looked at. */
const allowed = [
  'src/microsoft/entra/entra-errors.ts: description.matchAll(/AADSTS(\\d{4,8})\\b/g)',
  'src/microsoft/entra/entra-errors.ts: /Correlation ID: ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/i.exec(description)',
];

/** Places in the source where words decide something. */
function decisionsIn(fileName: string, text: string): string[] {
  const source = ts.createSourceFile(fileName, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (decides(node)) found.push(`${fileName}: ${node.getText(source).replace(/\s+/g, ' ')}`);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function decides(node: ts.Node): boolean {
  if (ts.isSwitchStatement(node)) return isWordy(node.expression);
  if (ts.isElementAccessExpression(node)) return isWordy(node.argumentExpression);
  if (ts.isBinaryExpression(node)) return compares(node);
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
  const { expression: receiver, name } = node.expression;
  return looks.has(name.text) && (isWordy(receiver) || node.arguments.some(isWordy));
}

function compares({ operatorToken, left, right }: ts.BinaryExpression): boolean {
  const sides = [left, right];
  return /^[=!]==?$/.test(operatorToken.getText()) && sides.some(isWordy) && !sides.some(isNothing);
}

/** Also where it was made lower case, cut or defaulted first. */
function isWordy(node: ts.Expression): boolean {
  if (ts.isIdentifier(node)) return wordy.has(node.text);
  if (ts.isPropertyAccessExpression(node)) return wordy.has(node.name.text);
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    return isWordy(node.expression.expression);
  }
  if (ts.isBinaryExpression(node)) return node.operatorToken.getText() === '??' && isWordy(node.left);
  return (ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node)) && isWordy(node.expression);
}

function isNothing(node: ts.Expression): boolean {
  return node.kind === ts.SyntaxKind.NullKeyword || (ts.isIdentifier(node) && node.text === 'undefined');
}

describe('words of Microsoft’s', () => {
  it('decide nothing anywhere in the source', () => {
    const files = globSync('src/**/*.ts', { cwd: root, exclude: ['src/sandbox/**'] });

    const decisions = files.flatMap((file) => {
      const path = relative('.', file).replaceAll('\\', '/');
      return decisionsIn(path, readFileSync(`${root}/${path}`, 'utf8'));
    });

    assert.ok(files.length > 200);
    assert.deepEqual(decisions, allowed);
  });

  for (const code of [
    "if (error.message === 'consent_required') stop();",
    "if ((body.error_description ?? '').toLowerCase().includes('expired')) stop();",
    'const code = codeByWords.get(answer.error.message);',
    'if (/does not exist/.test(errorDescription)) stop();',
    'switch (error.errorMessage) {}',
  ]) {
    it(`would be found in: ${code}`, () => {
      assert.equal(decisionsIn('some.ts', code).length, 1);
    });
  }

  it('may be absent, logged and passed on', () => {
    const code = "if (error.message === undefined) log(error.message); say(body.error_description ?? '');";

    assert.deepEqual(decisionsIn('some.ts', code), []);
  });
});
