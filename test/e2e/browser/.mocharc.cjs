// The stories that need a browser: slow, and run after everything else has passed.
module.exports = {
  spec: 'test/e2e/browser/**/*.test.ts',
  timeout: 180_000,
  forbidOnly: Boolean(process.env.CI),
};
