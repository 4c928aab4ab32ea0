// Node runs the TypeScript files as they are. One process, no parallel files: what is slow is the start of botbuilder,
// which every worker would pay again. Which files run is said by the scripts, so that `mocha <file>` runs that file only.
module.exports = {
  timeout: 20_000,
  forbidOnly: Boolean(process.env.CI),
};
