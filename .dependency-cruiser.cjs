/**
 * Who may import whom: "Direction" of the house rules, checked by `npm run boundaries` and in `npm test`.
 * A new folder goes into `order` at its place; a new exception goes into the list that names it, with its reason.
 */

/** A folder may import those named before it, never one named after it. */
const order = ['platform', 'rules', 'law', 'ledger', 'access', 'disclosure', 'agencies', 'agreements', 'people', 'concerns', 'referrals', 'approvals', 'tasks', 'decisions', 'oversight', 'web', 'demo'];

/**
 * Who may write to the ledger at all. Of these only disclosure (what crosses) and oversight (an officer's look-up is
 * logged too) may use the PermitWriter, which opens content: eslint.config.mjs sees to that by name.
 */
const ledgerWriters = ['disclosure', 'oversight', 'concerns', 'agencies', 'agreements', 'tasks', 'decisions'];

/** Reached directly, past index.ts: the database stays out of what needs none, such as `accord decide`. */
const platformDoors = ['database', 'database.module', 'database-migrate', 'database-promises'];

const folder = (names) => `^src/(${names.join('|')})/`;
const notSpec = '\\.spec\\.ts$';

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'A cycle is two files that are one: merge them, or move what both need to a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'rules-are-pure',
      comment: 'A lawyer reads src/rules: it imports nothing but itself, not even a node built-in.',
      severity: 'error',
      from: { path: folder(['rules']), pathNot: notSpec },
      to: { pathNot: folder(['rules']) },
    },
    ...order.slice(0, -1).map((name, index) => ({
      name: `${name}-comes-before`,
      comment: `${name} may not know ${order.slice(index + 1).join(', ')}.`,
      severity: 'error',
      from: { path: folder([name]), pathNot: notSpec },
      to: { path: folder(order.slice(index + 1)) },
    })),
    {
      name: 'platform-knows-no-slice',
      comment: 'Plumbing has no domain words: a folder missing from the order is a slice too.',
      severity: 'error',
      from: { path: folder(['platform']) },
      to: { path: '^src/(?!platform/)' },
    },
    {
      name: 'every-folder-has-its-place',
      comment: 'A folder of src/ that the order does not name: put it where it belongs.',
      severity: 'error',
      from: { path: `^src/(?!(${order.join('|')})/)[^/]+/` },
      to: {},
    },
    {
      name: 'through-the-index',
      comment: "Another folder's index.ts is its front door.",
      severity: 'error',
      from: { path: '^src/([^/]+)/' },
      to: { path: '^src/[^/]+/', pathNot: ['^src/$1/', '^src/[^/]+/index\\.ts$', `^src/platform/(${platformDoors.join('|')})\\.ts$`] },
    },
    {
      name: 'started-through-the-index',
      comment: 'main, app.module and cli too use the front door; cli.ts may load a *.command.ts when it is asked for.',
      severity: 'error',
      from: { path: '^src/[^/]+\\.ts$' },
      to: { path: '^src/[^/]+/', pathNot: ['/index\\.ts$', '\\.command\\.ts$', `^src/platform/(${platformDoors.join('|')})\\.ts$`] },
    },
    {
      name: 'sql-only-in-stores',
      comment: 'Only *.store.ts, *.entity.ts, src/platform/database* and migrations speak to PostgreSQL.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['\\.(store|entity)\\.ts$', '^src/platform/database[^/]*\\.ts$'] },
      to: { path: '(^|node_modules/)(typeorm|pg|pg-[a-z-]+|@nestjs/typeorm)(/|$)' },
    },
    {
      name: 'ledger-writers',
      comment: 'The ledger is written by those named in ledgerWriters only.',
      severity: 'error',
      from: { path: '^src/', pathNot: [folder(['ledger', ...ledgerWriters]), '^src/app\\.module\\.ts$', notSpec] },
      to: { path: folder(['ledger']) },
    },
    {
      name: 'migrations-stand-alone',
      comment: 'A migration that imports the code of today breaks tomorrow.',
      severity: 'error',
      from: { path: '^migrations/' },
      to: { path: '^src/' },
    },
    {
      name: 'only-dependencies',
      comment: 'What is served may not need a development dependency, nor a package that nobody declared.',
      severity: 'error',
      from: { path: '^(src|migrations)/', pathNot: notSpec },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-unknown-file',
      comment: 'The import leads nowhere.',
      severity: 'error',
      from: { path: '^src/' },
      to: { couldNotResolve: true, path: '^[.#]' },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^dist'] },
    exclude: { path: '^dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: `${__dirname}/tsconfig.json` },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['types', 'import', 'node', 'default'] },
    skipAnalysisNotInRules: true,
  },
};
