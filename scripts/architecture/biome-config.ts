import { type Folder, folders } from './folders.ts'

/** `biome.json` as it must be: settings by hand, and the folder table as rules on imports. */
export function biomeConfig(): object {
  return { ...settings, overrides: [...overrides, ...folders.filter(isRestricted).map(importRule)] }
}

const settings = {
  $schema: './node_modules/@biomejs/biome/configuration_schema.json',
  vcs: {
    enabled: true,
    clientKind: 'git',
    useIgnoreFile: true,
  },
  files: {
    includes: ['**', '!**/*.md'],
  },
  formatter: {
    indentStyle: 'space',
    indentWidth: 2,
    lineWidth: 120,
  },
  javascript: {
    formatter: {
      quoteStyle: 'single',
      semicolons: 'asNeeded',
      trailingCommas: 'all',
    },
  },
  plugins: ['./scripts/lint/no-spread-literal.grit'],
  linter: {
    enabled: true,
    rules: {
      preset: 'recommended',
      suspicious: {
        noExplicitAny: 'error',
        noEmptyBlockStatements: 'error',
        noConsole: 'error',
      },
      style: {
        useImportType: 'error',
        noNonNullAssertion: 'error',
        useNodejsImportProtocol: 'error',
        noDefaultExport: 'error',
        noEnum: 'error',
      },
      complexity: {
        useLiteralKeys: 'off',
      },
      correctness: {
        noUnusedImports: 'error',
        noUnusedVariables: 'error',
      },
    },
  },
}

const overrides = [
  {
    includes: ['scripts/**', 'benchmarks/**', 'tests/**', 'examples/**'],
    linter: {
      rules: {
        suspicious: {
          noConsole: 'off',
        },
      },
    },
  },
  {
    includes: ['vitest.config.ts', '**/*.d.ts'],
    linter: {
      rules: {
        style: {
          noDefaultExport: 'off',
        },
      },
    },
  },
  {
    includes: ['packages/server/src/site/styles/**'],
    linter: {
      rules: {
        style: {
          noDescendingSpecificity: 'off',
        },
      },
    },
  },
]

/** Folders of packages. What tests, benchmarks and scripts may import, the architecture test alone checks. */
function isRestricted({ path, name }: Folder): boolean {
  return (
    path.startsWith('packages/') &&
    path.endsWith('/') &&
    !['browser-bundle', 'console-bundle', 'testing', 'basket-testing'].includes(name)
  )
}

function importRule(folder: Folder): object {
  const inside = folders.filter(({ name, path }) => name !== folder.name && path.startsWith(folder.path))
  const includes = [`${folder.path}**`, '!**/*.test.ts', ...inside.map(({ path }) => `!${path}**`)]
  const patterns = [{ group: forbiddenImports(folder), message: messageOf(folder) }]
  const noRestrictedImports = { level: 'error', options: { patterns } }
  return { includes, linter: { rules: { style: { noRestrictedImports } } } }
}

function messageOf({ name, mayImport }: Folder): string {
  const allowed = mayImport.length === 0 ? 'nothing outside of it' : `only ${mayImport.join(', ')}`
  return `${name} imports ${allowed} (scripts/architecture/folders.ts); other folders are named #folder/file.`
}

/** A folder that holds no third-party module lists what is left; the others list what is forbidden. */
function forbiddenImports(folder: Folder): readonly string[] {
  const allowed = folders.filter(({ name }) => name === folder.name || folder.mayImport.includes(name))
  const builtins = folder.builtins === 'any' ? ['node:*'] : folder.builtins.map((name) => `node:${name}`)
  const climbing = usesOwnNames(folder) ? ['../**'] : []
  if (folder.isSelfContained) {
    const open = ['./**', ...(usesOwnNames(folder) ? [] : ['../**']), ...builtins, ...allowed.flatMap(specifiersOf)]
    return ['**', ...open.map((specifier) => `!${specifier}`)]
  }
  const others = folders.filter((other) => isRestricted(other) && !allowed.includes(other) && isNamedIn(other, folder))
  const noBuiltins = folder.builtins === 'any' ? [] : ['node:*', ...builtins.map((name) => `!${name}`)]
  return [...others.flatMap(specifiersOf), ...fileNames(folder), ...noBuiltins, ...climbing]
}

/** The server as a whole, which its folders never import, and the command. */
function fileNames({ path, mayImport }: Folder): readonly string[] {
  const entries = path.startsWith(serverSource) ? ['#index', '#start-server'] : []
  return [...entries, ...(mayImport.includes('server') ? [] : ['@yaoquan/server']), 'yaoquan']
}

const serverSource = 'packages/server/src/'

/** Whether files name those of other folders `#folder/file`, as package.json allows, and never with `../`. */
function usesOwnNames({ path }: Folder): boolean {
  return path.startsWith(serverSource) || path.startsWith('packages/cli/')
}

/** Only the server's own folders can name each other. */
function isNamedIn(other: Folder, folder: Folder): boolean {
  return !other.path.startsWith(serverSource) || folder.path.startsWith(serverSource)
}

/** How others import a folder's files. */
function specifiersOf({ path, name }: Folder): readonly string[] {
  if (path.startsWith(serverSource)) return path.endsWith('/') ? [`#${path.slice(serverSource.length)}**`] : []
  if (name === 'words') return ['@yaoquan/api/words']
  return name === 'cli' ? ['yaoquan'] : [`@yaoquan/${name}`]
}
