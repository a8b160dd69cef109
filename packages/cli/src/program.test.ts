import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Command } from 'commander'
import { describe, expect, it, test } from 'vitest'
import { buildProgram } from './program.ts'

const commands = allOf(buildProgram(), 'yaoquan')

describe.each(commands)('the help of $name', ({ command }) => {
  test('contains no source code', () => {
    expect(helpOf(command)).not.toMatch(/^\s*(import|export)\b.* from '|^\s*(const|function|type) \w+|=> \{/m)
  })

  test('describes the command, its arguments and its options in Chinese, then in English', () => {
    const descriptions = [
      command.description(),
      ...command.registeredArguments.map(({ description }) => description),
      ...command.options.map(({ description }) => description),
    ]
    const hasBoth = /^[^(]*\p{Script=Han}.*(\(.*[A-Za-z]{2,}.*\)|\n.*[a-z]{2,}.*)$/su
    expect(descriptions.filter((description) => !hasBoth.test(description))).toEqual([])
  })
})

it('accepts chain, the former name of seller', () => {
  const seller = buildProgram().commands.find((command) => command.aliases().includes('chain'))
  expect(seller?.name()).toBe('seller')
  expect(seller?.commands.map((command) => command.name())).toEqual(['create', 'list'])
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

/** The whole help as `--help` prints it, with what `addHelpText` adds. */
function helpOf(command: Command): string {
  let text = ''
  command.configureOutput({
    writeOut(piece) {
      text += piece
    },
  })
  command.outputHelp()
  return text
}
