// Node runs the TypeScript files as they are. One process, no parallel files: what is slow is the start of botbuilder,
// which every worker would pay again.
module.exports = {
  spec: 'test/**/*.test.ts',
  ignore: 'test/e2e/browser/**',
  timeout: 20_000,
  forbidOnly: Boolean(process.env.CI),
};
