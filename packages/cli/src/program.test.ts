import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { methods } from '@yaoquan/api'
import { Command } from 'commander'
import { expect, it, test } from 'vitest'
import { callRows } from './call-rows/call-rows.ts'
import { pathOf } from './calls/command-of.ts'
import { buildProgram } from './program.ts'

const commands = allOf(buildProgram(), 'yaoquan')

test.each(commands)('$name describes itself, its arguments and its options', ({ command }) => {
  const descriptions = [command, ...command.registeredArguments, ...command.options].map((part) =>
    part instanceof Command ? part.description() : part.description,
  )
  expect(descriptions.filter((description) => description === '')).toEqual([])
})

it('has a command for every method, but for those that have their own or none', () => {
  const made = callRows.map(({ method }) => method.name)
  const others = Object.keys(methods).filter((name) => !made.includes(name))
  expect(others.sort()).toEqual([
    'taobao.time.get',
    'yaoquan.category.list',
    'yaoquan.category.save',
    'yaoquan.coupon.issue',
    'yaoquan.redemption.upload',
    'yaoquan.shop.get',
    'yaoquan.shop.list',
    'yaoquan.shop.save',
  ])
})

it.each(callRows.map((row) => [pathOf(row), row] as const))(
  '%s has a flag or word for every parameter',
  (path, row) => {
    const command = commands.find(({ name }) => name === `yaoquan ${path}`)?.command
    const words = command?.registeredArguments.length
    expect(words).toBe(row.takes?.length ?? 0)
    const given = [...(row.takes ?? []), ...(row.omits ?? [])]
    const flags = Object.entries(row.method.request).filter(([property]) => !given.includes(property))
    const missing = flags.filter(([property, { wire }]) => {
      const names = [`--${wire.replaceAll('_', '-')}`, `--${row.aliases?.[property]}`]
      return !command?.options.some(({ long, short }) => names.includes(long ?? '') || names.includes(short ?? ''))
    })
    expect(missing).toEqual([])
  },
)

it.each(['README.md', 'README.zh-CN.md'])('has a row for every command in %s', (page) => {
  const rows = readFileSync(join(import.meta.dirname, '../../..', page), 'utf8').matchAll(/^\| (`yaoquan .*?) \| /gm)
  const words = [...rows].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`(?:yaoquan )?([\w-]+)/g)].map(([, word]) => word),
  )
  const names = buildProgram().commands.map((command) => command.name())
  expect(names.filter((name) => !words.includes(name))).toEqual([])
})

it('accepts chain, the former name of seller', () => {
  const seller = buildProgram().commands.find((command) => command.aliases().includes('chain'))
  expect(seller?.name()).toBe('seller')
  expect(seller?.commands.map((command) => command.name())).toEqual(['create', 'list'])
})

it.each([
  ['--app-key <key>', ['app', 'create', '--seller', '111', '--app-key', '--app-secret', '--name', 'POS']],
  ['--app-key <key>', ['app', 'create', '--seller', '111', '--name', 'POS', '--app-key', '--app-secret=x']],
  ['--name <name>', ['app', 'create', '--seller', '111', '--name', '--help']],
  ['--seller <id>', ['app', 'create', '--seller', '--seller', '--name', 'POS']],
])('refuses %s whose value is missing, rather than take the next flag for it', async (flag, words) => {
  await expect(buildProgram().parseAsync(words, { from: 'user' })).rejects.toMatchObject({
    code: 'commander.optionMissingArgument',
    message: `error: option '${flag}' argument missing`,
  })
})

it('starts without the server, which takes longer to load than a call takes', () => {
  const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  )
  const loading = files.filter((name) =>
    /^(import|export) (?!type\b)[^;']* from '#server'/m.test(readFileSync(join(import.meta.dirname, name), 'utf8')),
  )
  expect(loading).toEqual([])
})

it('loads little into the primary of serve: it lives beside the server and delays its start', () => {
  const packages = new Set<string>()
  const files = new Set(['main.ts', 'root-command.ts', 'commands/serve.ts', 'serve/serve-with-workers.ts'])
  for (const file of files) {
    for (const name of importsOf(file)) {
      if (/^[#.]/.test(name)) files.add(name.startsWith('#') ? `${name.slice(1)}.ts` : join(dirname(file), name))
      else packages.add(name)
    }
  }
  expect([...packages].filter((name) => !name.startsWith('node:')).sort()).toEqual([
    '@yaoquan/api/count-misses',
    '@yaoquan/api/count-mistakes',
    '@yaoquan/protocol/timestamp',
    'commander',
  ])
})

/** Modules that a file loads before it runs. */
function importsOf(file: string): readonly string[] {
  const source = readFileSync(join(import.meta.dirname, file), 'utf8')
  const found = source.matchAll(/^(?:import|export) (?!type\b)(?:[^'=();]* from )?'([^']+)'$/gm)
  return [...found].map(([, name = '']) => name)
}

function allOf(command: Command, name: string): readonly Readonly<{ name: string; command: Command }>[] {
  return [{ name, command }, ...command.commands.flatMap((inner) => allOf(inner, `${name} ${inner.name()}`))]
}
