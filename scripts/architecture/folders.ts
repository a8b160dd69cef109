/** One row of the folder table in ARCHITECTURE.md: where it lives and what its files may import. */
export type Folder = Readonly<{
  name: string
  /** A folder ending in `/`, or one file. The first row that matches a path owns it. */
  path: string
  /** Names of rows. */
  mayImport: readonly string[]
  /** Modules of Node.js, or `any`. */
  builtins: readonly string[] | 'any'
  /** Holds no third-party module, declared or not. */
  isSelfContained: boolean
}>

const none = { builtins: [], isSelfContained: true } as const
const anything = { builtins: 'any', isSelfContained: false } as const

/** Rooms of the server, from what calls reach first to what knows no coupon. */
const serverFolders: readonly Folder[] = [
  room('http', ['gateway', 'telemetry', 'config', 'site', 'turns', 'errors'], anything),
  room(
    'shadow',
    [
      ...['http', 'gateway', 'methods', 'domain', 'background', 'stores', 'store', 'database', 'telemetry', 'errors'],
      ...['api', 'protocol'],
    ],
    anything,
  ),
  room('gateway', ['methods', 'protocol', 'api', 'telemetry', 'turns'], anything),
  room('methods', ['domain', 'api', 'basket'], none),
  room('domain', ['basket', 'words'], none),
  room('stores', ['store', 'database', 'turns', 'errors'], anything),
  room('store', ['domain', 'database', 'encryption', 'turns', 'errors'], anything),
  room('encryption', ['database', 'errors'], anything),
  room('database', ['turns', 'errors'], anything),
  room('move-store', ['store', 'database', 'errors'], anything),
  room('backup', ['store', 'database', 'domain', 'errors'], anything),
  room('background', ['domain', 'api', 'protocol', 'telemetry'], anything),
  {
    ...room('documentation', ['site', 'api', 'protocol', 'samples', 'turns'], anything),
    path: inServer('site/documentation'),
  },
  { ...room('tools', ['site'], none), path: inServer('site/tools') },
  room('site', ['browser-bundle', 'console-bundle'], anything),
  room(
    'threads',
    [
      'gateway',
      'methods',
      'background',
      'domain',
      'stores',
      'store',
      'database',
      'encryption',
      'telemetry',
      'turns',
      'errors',
      'api',
      'protocol',
    ],
    anything,
  ),
  room('sandbox', ['domain', 'gateway', 'site', 'background', 'protocol', 'sample-objects'], anything),
  room('spreadsheets', ['api'], anything),
  room('console', ['domain', 'gateway', 'site', 'telemetry', 'api', 'protocol', 'spreadsheets'], none),
  room('demo', ['domain', 'api', 'protocol', 'sample-objects'], none),
  room('sample-objects', ['domain', 'api', 'samples'], none),
  room('administration', ['domain', 'move-store', 'stores', 'store', 'background', 'encryption', 'errors'], anything),
  room('telemetry', ['turns', 'api'], anything),
  room('config', ['errors'], anything),
  room('turns', [], { builtins: ['timers/promises'], isSelfContained: true }),
  room('errors', [], none),
  room('testing', ['api', 'stores', 'store', 'database', 'domain', 'encryption', 'errors', 'administration'], anything),
]

function room(
  name: string,
  mayImport: readonly string[],
  outside: Pick<Folder, 'builtins' | 'isSelfContained'>,
): Folder {
  return { name, path: inServer(name), mayImport, ...outside }
}

function inServer(folder: string): string {
  return `packages/server/src/${folder}/`
}

const serverNames = serverFolders.map(({ name }) => name)

const packageFolders: readonly Folder[] = [
  { name: 'words', path: 'packages/api/src/words/', mayImport: [], ...none },
  { name: 'api', path: 'packages/api/src/', mayImport: ['words'], ...none },
  {
    name: 'protocol',
    path: 'packages/protocol/src/',
    mayImport: ['api'],
    builtins: ['crypto'],
    isSelfContained: false,
  },
  { name: 'basket-testing', path: 'packages/basket/src/testing/', mayImport: ['basket'], ...anything },
  { name: 'basket', path: 'packages/basket/src/', mayImport: [], ...none },
  { name: 'client', path: 'packages/client/src/', mayImport: ['api', 'protocol'], ...none },
  { name: 'samples', path: 'packages/samples/src/', mayImport: ['api', 'protocol'], ...none },
  { name: 'brand', path: 'packages/browser/src/brand/', mayImport: [], ...none },
  { name: 'memory', path: 'packages/browser/src/memory/', mayImport: ['brand'], ...none },
  {
    name: 'browser',
    path: 'packages/browser/src/',
    mayImport: ['api', 'protocol', 'samples', 'brand', 'memory'],
    ...none,
  },
  { name: 'browser-bundle', path: 'packages/browser/bundle/', mayImport: ['brand'], ...anything },
  {
    name: 'console',
    path: 'packages/console/src/',
    mayImport: ['api', 'basket', 'protocol', 'brand', 'memory'],
    builtins: [],
    isSelfContained: false,
  },
  { name: 'console-bundle', path: 'packages/console/bundle/', mayImport: ['brand'], ...anything },
  ...serverFolders,
  {
    name: 'start',
    path: 'packages/server/src/start-server.ts',
    mayImport: [...serverNames, 'api', 'protocol'],
    ...anything,
  },
  {
    name: 'start-shadow',
    path: 'packages/server/src/start-shadow.ts',
    mayImport: ['shadow', 'http', 'gateway', 'config', 'telemetry', 'encryption', 'errors'],
    ...anything,
  },
  {
    name: 'server',
    path: 'packages/server/src/index.ts',
    mayImport: [...serverNames, 'start', 'start-shadow'],
    ...anything,
  },
  { name: 'server-log', path: 'packages/server/src/log.ts', mayImport: ['telemetry'], ...anything },
  { name: 'conformance', path: 'packages/conformance/src/', mayImport: ['testing'], ...anything },
  {
    name: 'cli',
    path: 'packages/cli/',
    mayImport: ['api', 'protocol', 'client', 'samples', 'server', 'server-log', 'conformance'],
    ...anything,
  },
]

const packageNames = packageFolders.map((folder) => folder.name)

/** The table. `tests`, `examples`, `benchmarks`, `scripts` and the root stand outside the packages, and no package imports them. */
export const folders: readonly Folder[] = [
  ...packageFolders,
  {
    name: 'tests',
    path: 'tests/',
    mayImport: [...packageNames, 'scripts', 'mariadb', 'cluster', 'wire-examples'],
    ...anything,
  },
  { name: 'examples', path: 'examples/', mayImport: ['client'], ...anything },
  {
    name: 'benchmarks',
    path: 'benchmarks/',
    mayImport: [...packageNames, 'mariadb', 'tests', 'wire-examples'],
    ...anything,
  },
  { name: 'wire-examples', path: 'wire-examples/', mayImport: [], builtins: 'any', isSelfContained: true },
  { name: 'mariadb', path: 'scripts/mariadb/', mayImport: [], builtins: 'any', isSelfContained: true },
  {
    name: 'cluster',
    path: 'scripts/cluster/',
    mayImport: [...packageNames, 'mariadb', 'tests'],
    ...anything,
  },
  { name: 'scripts', path: 'scripts/', mayImport: packageNames, ...anything },
  { name: 'root', path: 'vitest.config.ts', mayImport: ['scripts', 'tests'], ...anything },
]

/** @returns the row that owns a path relative to the repository, or undefined when the table has no place for it */
export function folderOf(path: string): Folder | undefined {
  return folders.find((folder) => (folder.path.endsWith('/') ? path.startsWith(folder.path) : path === folder.path))
}

/** Tests are beside the file they test; what several of them use is in the folder `testing` of their package. */
export function isTest(path: string): boolean {
  return path.endsWith('.test.ts') || /^packages\/[^/]+\/src\/testing\//.test(path)
}
