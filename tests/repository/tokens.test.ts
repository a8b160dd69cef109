import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { customProperties, tokenStyle } from '@yaoquan/browser/tokens'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
const names = Object.keys(customProperties('light'))

test('every custom property that a style sheet uses is a token, or its own', () => {
  const sheets = globSync('packages/{console,server}/src/**/*.css', { cwd: root })
  expect(sheets.length).toBeGreaterThan(40)
  const unknown = sheets.flatMap((path) => {
    const text = readFileSync(join(root, path), 'utf8')
    const sources = globSync(join(root, path, '../*.tsx')).map((source) => readFileSync(source, 'utf8'))
    const own = [text, ...sources].flatMap((source) =>
      [...source.matchAll(/['\s](--[\w-]+)'?\]?:/g)].map(([, name]) => name),
    )
    const used = [...text.matchAll(/var\((--[\w-]+)/g)].map(([, name]) => name ?? '')
    return used.filter((name) => !names.includes(name) && !own.includes(name)).map((name) => `${path}: ${name}`)
  })
  expect(unknown).toEqual([])
})

test('the pages of the server have every token of the console', () => {
  const declared = [...tokenStyle().matchAll(/^ {2}(--[\w-]+): /gm)].map(([, name]) => name)
  expect(declared.toSorted()).toEqual(names.toSorted())
})
