import { builtinModules } from 'node:module'

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

const serverFolders = [
  ...['http', 'gateway', 'methods', 'domain', 'store', 'telemetry', 'config', 'demo', 'administration'],
  ...['webhooks', 'expiry', 'site', 'documentation', 'tools', 'sandbox', 'turns'],
  ...['api', 'protocol'],
]

const packageFolders: readonly Folder[] = [
  { name: 'api', path: 'packages/api/src/', mayImport: [], ...none },
  {
    name: 'protocol',
    path: 'packages/protocol/src/',
    mayImport: ['api'],
    builtins: ['crypto'],
    isSelfContained: false,
  },
  { name: 'client', path: 'packages/client/src/', mayImport: ['api', 'protocol'], ...none },
  { name: 'samples', path: 'packages/samples/src/', mayImport: ['api', 'protocol'], ...none },
  { name: 'browser', path: 'packages/browser/src/', mayImport: ['api', 'protocol', 'samples'], ...none },
  { name: 'browser-bundle', path: 'packages/browser/bundle/', mayImport: [], ...anything },
  {
    name: 'http',
    path: 'packages/server/src/http/',
    mayImport: ['gateway', 'telemetry', 'config', 'site', 'turns'],
    ...anything,
  },
  {
    name: 'gateway',
    path: 'packages/server/src/gateway/',
    mayImport: ['methods', 'protocol', 'api', 'telemetry', 'turns'],
    ...anything,
  },
  { name: 'methods', path: 'packages/server/src/methods/', mayImport: ['domain', 'api'], ...none },
  { name: 'domain', path: 'packages/server/src/domain/', mayImport: [], ...none },
  { name: 'store', path: 'packages/server/src/store/', mayImport: ['domain', 'config', 'turns'], ...anything },
  {
    name: 'webhooks',
    path: 'packages/server/src/webhooks/',
    mayImport: ['domain', 'api', 'telemetry'],
    ...anything,
  },
  { name: 'expiry', path: 'packages/server/src/expiry/', mayImport: ['domain', 'telemetry'], ...none },
  { name: 'site', path: 'packages/server/src/site/', mayImport: ['browser-bundle'], ...anything },
  {
    name: 'documentation',
    path: 'packages/server/src/documentation/',
    mayImport: ['site', 'api', 'protocol', 'samples', 'config'],
    ...anything,
  },
  {
    name: 'sandbox',
    path: 'packages/server/src/sandbox/',
    mayImport: ['domain', 'gateway', 'site', 'webhooks'],
    ...anything,
  },
  { name: 'tools', path: 'packages/server/src/tools/', mayImport: ['site'], ...none },
  { name: 'telemetry', path: 'packages/server/src/telemetry/', mayImport: [], ...anything },
  {
    name: 'turns',
    path: 'packages/server/src/turns/',
    mayImport: [],
    builtins: ['timers/promises'],
    isSelfContained: true,
  },
  { name: 'config', path: 'packages/server/src/config/', mayImport: [], ...anything },
  { name: 'demo', path: 'packages/server/src/demo/', mayImport: ['domain', 'api', 'protocol'], ...none },
  {
    name: 'administration',
    path: 'packages/server/src/administration.ts',
    mayImport: ['domain', 'store', 'config', 'webhooks'],
    ...anything,
  },
  { name: 'main', path: 'packages/server/src/main.ts', mayImport: serverFolders, ...anything },
  { name: 'cli', path: 'packages/cli/', mayImport: ['api', 'protocol', 'client', 'samples', 'main'], ...anything },
]

const packageNames = packageFolders.map((folder) => folder.name)

/** The table. `tests`, `benchmarks`, `scripts` and the root stand outside the packages, and no package imports them. */
export const folders: readonly Folder[] = [
  ...packageFolders,
  {
    name: 'tests',
    path: 'tests/',
    mayImport: [...packageNames, 'scripts', 'mariadb', 'cluster', 'wire-examples'],
    ...anything,
  },
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
  { name: 'root', path: 'vitest.config.ts', mayImport: ['scripts'], ...anything },
]

/** @returns the row that owns a path relative to the repository, or undefined when the table has no place for it */
export function folderOf(path: string): Folder | undefined {
  return folders.find((folder) => (folder.path.endsWith('/') ? path.startsWith(folder.path) : path === folder.path))
}

/** Tests stand beside the file they test, and suites that several engines pass in a folder `contract`. */
export function isTest(path: string): boolean {
  return path.endsWith('.test.ts') || path.includes('/contract/')
}

/** @returns the module's name without `node:`, or undefined when it is not a module of Node.js */
export function builtinName(specifier: string): string | undefined {
  const name = specifier.replace(/^node:/, '')
  return specifier.startsWith('node:') || builtinModules.includes(name) ? name : undefined
}
