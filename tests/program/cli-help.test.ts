import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { displayWidth } from '../../packages/cli/src/terminal/table.ts'

const script = fileURLToPath(new URL('../harness/print-help.ts', import.meta.url))

/** The help of every command in a language. */
function helpsIn(language: string): readonly (readonly [path: string, help: string])[] {
  const { YAOQUAN_DATA: _data, YAOQUAN_STORE: _store, ...others } = process.env
  const env = { ...others, YAOQUAN_LANG: language }
  return JSON.parse(execFileSync(process.execPath, [script], { encoding: 'utf8', env, maxBuffer: 1 << 26 }))
}

/** Lines that a reader reads: not those of examples, whose values are those of a Chinese pharmacy. */
function proseOf(help: string): string {
  const start = help.search(/^(?:示例|Examples|文件的例子|An example of the file):/m)
  return start < 0 ? help : help.slice(0, start)
}

describe.each(['zh', 'en'])('the help in %s', (language) => {
  const helps = helpsIn(language)

  it('fits 100 columns', () => {
    const wide = helps.flatMap(([path, help]) =>
      help
        .split('\n')
        .filter((line) => displayWidth(line) > 100)
        .map((line) => `${path}: ${line}`),
    )
    expect(wide).toEqual([])
  })

  // The help of `template save` describes each member of its file.
  it('fits 75 lines', () => {
    const long = helps.filter(([, help]) => help.trimEnd().split('\n').length > 75)
    expect(long.map(([path]) => path).filter((path) => path !== 'yaoquan template save')).toEqual([])
  })

  it('contains no source code', () => {
    const code = /^\s*(import|export)\b.* from '|^\s*(const|function|type) \w+|=> \{|\$\{|undefined/m
    expect(helps.filter(([, help]) => code.test(help))).toEqual([])
  })
})

it('has no Chinese in English, but for examples', () => {
  const mixed = helpsIn('en').flatMap(([path, help]) =>
    proseOf(help)
      .split('\n')
      .filter((line) => /\p{Script=Han}/u.test(line))
      .map((line) => `${path}: ${line}`),
  )
  expect(mixed).toEqual([])
})

it('describes every command and flag in Chinese alone', () => {
  const gloss = /[\p{Script=Han}，。；）] \([a-z][^)]* [a-z][^)]*\)/u
  const glossed = helpsIn('zh').flatMap(([path, help]) =>
    proseOf(help)
      .split('\n')
      .filter((line) => gloss.test(line))
      .map((line) => `${path}: ${line}`),
  )
  expect(glossed).toEqual([])
})
