// The house rules that a machine can check. Everything is an error; nothing can be switched off by a comment.
import vm from 'node:vm';
import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** What Node adds to the language: a bare V8 context has the language's own globals only (and a console, which V8 adds). */
const languageGlobals = new Set(vm.runInNewContext('Object.getOwnPropertyNames(globalThis)'));
const nodeGlobals = [
  ...Object.getOwnPropertyNames(globalThis),
  'require',
  'module',
  'exports',
  '__dirname',
  '__filename',
]
  .filter((name) => !languageGlobals.has(name))
  .concat('console', 'globalThis', 'WebAssembly');

const processIsForTheEdge = 'Only src/main.ts and src/cli/ touch the process: take what you need as an argument.';
const callsGoOutByOneDoor =
  'What goes out to Microsoft goes by name and under the policy: src/microsoft/outbound. Nothing else is called.';
const coreIsPure = 'core has no clock, randomness or I/O: take a port (core/ports) as an argument.';

const noDoubleAssertion = {
  selector: 'TSAsExpression > TSAsExpression.expression',
  message: 'A double assertion hides a wrong type: parse the value, or fix the type.',
};
const noDefaultExport = { selector: 'ExportDefaultDeclaration', message: 'Exports are named.' };
const noReexport = {
  selector: 'ExportAllDeclaration, ExportNamedDeclaration[source]',
  message: 'No barrels: import from the file that defines it.',
};
const noExclusiveTest = {
  selector: "MemberExpression[object.name=/^(describe|it)$/][property.name='only']",
  message: 'An exclusive test hides all others.',
};

export default defineConfig(
  { ignores: ['node_modules/', 'coverage/', 'reports/', '.stryker-tmp/', 'data/', 'devTools/'] },
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['**/*.{js,cjs}'],
    languageOptions: { globals: Object.fromEntries(nodeGlobals.map((name) => [name, 'readonly'])) },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { allowDefaultCaseForExhaustiveSwitch: false, requireDefaultForNonUnion: true },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/no-import-type-side-effects': 'error',
      // `async` without `await` is how a synchronous driver implements an asynchronous port: a throw becomes a rejection.
      '@typescript-eslint/require-await': 'off',
      // We declare no enums, so every enum is an SDK's. botbuilder types `activity.type` as a string and offers
      // `ActivityTypes` for comparing with it: that comparison is what this rule would refuse.
      '@typescript-eslint/no-unsafe-enum-comparison': 'off',
      // Taking a field out of an object is how the rest is copied without it.
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/max-params': ['error', { max: 3 }],
      complexity: ['error', 10],
      curly: ['error', 'multi-line'],
      eqeqeq: 'error',
      'no-console': 'error',
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'], location: 'anywhere' }],
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      '@typescript-eslint/ban-ts-comment': [
        'error',
        { 'ts-expect-error': true, 'ts-ignore': true, 'ts-nocheck': true },
      ],
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'no-restricted-globals': [
        'error',
        { name: 'process', message: processIsForTheEdge },
        { name: 'fetch', message: callsGoOutByOneDoor },
      ],
      'no-restricted-imports': [
        'error',
        ...['process', 'node:process'].map((name) => ({ name, message: processIsForTheEdge })),
      ],
      'no-restricted-syntax': ['error', noDoubleAssertion, noDefaultExport, noReexport],
    },
  },
  {
    // The door, the certificates of those who post to us, our own address seen from outside, and the stand-in.
    files: [
      'src/microsoft/send-http.ts',
      'src/microsoft/webhooks/signing-certificates.ts',
      'src/check-up/site-probes.ts',
      'src/sandbox/**/*.ts',
    ],
    rules: { 'no-restricted-globals': ['error', { name: 'process', message: processIsForTheEdge }] },
  },
  {
    files: ['src/main.ts', 'src/cli/**/*.ts'],
    rules: { 'no-restricted-globals': 'off', 'no-restricted-imports': 'off' },
  },
  {
    files: ['src/core/**/*.ts'],
    rules: {
      'no-restricted-globals': ['error', ...nodeGlobals.map((name) => ({ name, message: coreIsPure }))],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: coreIsPure },
        { object: 'Math', property: 'random', message: coreIsPure },
      ],
      'no-restricted-syntax': [
        'error',
        noDoubleAssertion,
        noDefaultExport,
        noReexport,
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: coreIsPure },
        { selector: "CallExpression[callee.name='Date']", message: coreIsPure },
        { selector: "MetaProperty[meta.name='import']", message: coreIsPure },
      ],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      'no-restricted-syntax': ['error', noDoubleAssertion, noDefaultExport, noReexport, noExclusiveTest],
      // A read past the end fails the test by itself; asserting each element first would bury what is tested.
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
);
