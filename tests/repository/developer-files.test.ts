import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

const read = (path: string) => readFileSync(join(root, path), 'utf8')
const { scripts, engines } = JSON.parse(read('package.json'))

const files = ['.github/workflows/ci.yml', '.ci/run', 'Dockerfile', '*.md', 'docs/**/*.md', 'examples/*/README.md']

test.each(globSync(files, { cwd: root }))('%s names only npm scripts that exist', (path) => {
  const named = [...read(path).matchAll(/\bnpm run (?:-s |--silent )?([a-z][a-z:-]*)/g)].map((match) => match[1] ?? '')
  expect(named.filter((name) => !(name in scripts))).toEqual([])
})

test('the launches of VS Code start programs that exist', () => {
  const { configurations } = JSON.parse(read('.vscode/launch.json'))
  const paths = [...JSON.stringify(configurations).matchAll(/\$\{workspaceFolder\}\/([\w./-]+\.m?js)/g)]
  expect(paths.length).toBe(configurations.length)
  for (const [, path = ''] of paths) expect(existsSync(join(root, path)), path).toBe(true)
})

test('the image, .nvmrc and the package `node` have one major version, which the workspace accepts', () => {
  const major = read('.nvmrc').trim()
  const images = [...read('Dockerfile').matchAll(/^FROM node:(\d+)-slim/gm)].map((match) => match[1])
  expect(images).toEqual([major, major])
  expect(JSON.parse(read('package.json')).devDependencies.node).toMatch(new RegExp(`^\\^${major}\\.`))
  expect(Number(major)).toBeGreaterThanOrEqual(Number(engines.node.replace('>=', '')))
})

test('the image starts files that the build makes', () => {
  const [, bin = ''] = /ln -s \/app\/packages\/(\S+) /.exec(read('Dockerfile')) ?? []
  expect(existsSync(join(root, 'packages', bin)), bin).toBe(true)
  expect(read('Dockerfile')).toContain('node scripts/build.ts --out /app/packages')
})
