// Who may import whom. One rule a room, one a group of packages, then what holds everywhere.
// Type imports count: a room that names another room's type depends on it.

/** What each room may import besides itself, Node and its packages. `claim-loop` is the loop that two rooms
 * share; `http-route` is the shape of the routes that rooms hand to `http`; `customer-invitation` is one rule about
 * addresses that what is configured and what Partner Center gives must both pass. */
const rooms = {
  core: [],
  address: ['core'],
  text: ['core'],
  cards: ['core', 'text'],
  bot: ['core', 'text', 'cards', 'address', 'http-route'],
  microsoft: ['core', 'http-route', 'customer-invitation'],
  connect: ['core', 'text', 'http-route'],
  mail: ['core', 'text'],
  'check-up': ['core'],
  watcher: ['core', 'claim-loop'],
  delivery: ['core', 'claim-loop'],
  'claim-loop': ['core'],
  store: ['core'],
  http: ['core', 'http-route'],
  'http-route': [],
  'customer-invitation': [],
  sandbox: [],
};

/** Packages (and Node modules) that only the named places may import, types included. */
const packages = [
  { names: ['botbuilder[^/]*', 'botframework-[^/]+'], only: ['bot'] },
  { names: ['restify'], only: ['http'] },
  {
    names: ['@azure/msal-node', '@microsoft/microsoft-graph-client', '@microsoft/microsoft-graph-types', 'cockatiel'],
    only: ['microsoft'],
  },
  { names: ['adaptivecards-templating', 'adaptive-expressions'], only: ['cards'] },
  // The stand-in for Microsoft's cloud has pages and signs tokens too. These are libraries, not our code, so sharing
  // them with the rooms it is tested against shares no mistake of ours.
  { names: ['preact', 'preact-render-to-string', 'htm'], only: ['connect', 'mail', 'sandbox'] },
  { names: ['jose'], only: ['microsoft', 'sandbox'] },
  { names: ['re2js'], only: ['microsoft'] },
  { names: ['node-forge'], only: ['sandbox'] },
  { names: ['node:sqlite', 'sqlite'], only: ['store'] },
  { names: ['mongodb', 'bson'], only: ['store/mongo'] },
  { names: ['intl-messageformat', '@formatjs/[^/]+'], only: ['text'] },
  {
    names: ['libphonenumber-js', 'lib-address', 'i18n-iso-countries', 'iso-3166'],
    only: ['address'],
  },
  { names: ['helmet'], only: ['http', 'connect'] },
  { names: ['cookie'], only: ['connect', 'sandbox'] },
  { names: ['rate-limiter-flexible'], only: ['http', 'connect'] },
  { names: ['zod'], only: ['config', 'cli', 'microsoft', 'connect', 'bot', 'cards', 'store', 'sandbox'] },
  { names: ['pino'], only: ['log'] },
  { names: ['@microsoft/app-manifest', 'fflate'], only: ['cli'] },
];

/** A room is a folder, or one file until it has its second. */
const place = (names) => `^src/(${names.join('|')})(/|[.]ts$)`;

const roomRules = Object.entries(rooms).map(([room, others]) => ({
  name: `room-${room}`,
  comment: `src/${room} may import ${['itself', ...others].join(', ')}.`,
  severity: 'error',
  from: { path: place([room]) },
  to: {
    path: '^src/',
    pathNot: [place([room, ...others]), ...(room === 'core' || room === 'sandbox' ? [] : ['^src/log[.]ts$'])],
  },
}));

const packageRules = packages.map(({ names, only }) => ({
  name: `packages-of-${only.join('-')}`,
  comment: `Only ${only.join(', ')} may import ${names.join(', ')}.`,
  severity: 'error',
  from: { path: '^src/', pathNot: place(only) },
  to: { path: [`(^|/)node_modules/(@types/)?(${names.join('|')})(/|$)`, `^(${names.join('|')})$`] },
}));

module.exports = {
  forbidden: [
    ...roomRules,
    ...packageRules,
    {
      name: 'no-place-without-a-row',
      comment: 'A new room gets a row above; a single file beside the rooms may know core only.',
      severity: 'error',
      from: { path: '^src/', pathNot: [place([...Object.keys(rooms), 'app', 'main', 'cli', 'config', 'log'])] },
      to: { path: '^src/', pathNot: '^src/core/' },
    },
    {
      name: 'core-is-closed',
      comment: 'core imports core only: no package, not even a module of Node.',
      severity: 'error',
      from: { path: '^src/core/' },
      to: { pathNot: '^src/core/' },
    },
    {
      name: 'log-by-type-only',
      comment: 'A room is given its logger; it may name the type.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/cli/', '^src/(app|main)[.]ts$'] },
      to: { path: '^src/log[.]ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'config-stands-alone',
      comment:
        'Reading the environment and making a logger depend on nothing of ours but one rule; rooms get their slice.',
      severity: 'error',
      from: { path: '^src/(config|log)([.]ts$|/)' },
      to: { path: '^src/', pathNot: '^src/(config/|customer-invitation[.]ts$)' },
    },
    {
      name: 'app-is-the-root',
      comment: 'Only main.ts and cli/ import the composition root.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(main[.]ts$|cli/)' },
      to: { path: '^src/app[.]ts$' },
    },
    {
      name: 'nobody-imports-an-entry',
      comment: 'main.ts and cli/ are started, not imported.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/cli/' },
      to: { path: '^src/(main[.]ts$|cli/)' },
    },
    {
      name: 'src-knows-no-test',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^test/' },
    },
    {
      name: 'no-development-package-at-run-time',
      comment: 'What src runs on is a dependency; a development package may lend its types.',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only', 'npm'], pathNot: 'node_modules/@types/' },
    },
    {
      name: 'every-package-is-declared',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'], pathNot: 'node_modules/@types/' },
    },
    { name: 'every-import-resolves', severity: 'error', from: {}, to: { couldNotResolve: true } },
    { name: 'no-cycles', comment: 'Type imports count.', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, path: '^src/', pathNot: '^src/(main[.]ts$|cli/)' },
      to: {},
    },
    {
      name: 'in-use',
      comment: 'What neither main.ts nor a command reaches is not part of the product.',
      severity: 'error',
      from: { path: '^src/(main[.]ts$|cli/)' },
      to: { path: '^src/', pathNot: ['^src/(main[.]ts$|cli/)', '/assets/'], reachable: false },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Sent to browsers as they are; no file imports them.
    exclude: { path: '^src/connect/assets/' },
    tsPreCompilationDeps: true,
    detectProcessBuiltinModuleCalls: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'node', 'default', 'require'],
      mainFields: ['module', 'main', 'types', 'typings'],
      extensions: ['.ts', '.d.ts', '.js', '.mjs', '.cjs', '.json'],
    },
  },
};
