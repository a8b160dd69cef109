import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { unwrittenRule } from '@yaoquan/api'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { parseCommandLine } from '../harness/parse-command-line.ts'

const root = join(import.meta.dirname, '../..')
const textOf = (path: string): string => readFileSync(join(root, path), 'utf8')
const documents = (pattern: string): readonly string[] => globSync(pattern, { cwd: root }).toSorted()

describe.each(['docs', 'docs/zh-CN'])('%s/README.md', (folder) => {
  test('names every page for people who run, connect or change Yaoquan', () => {
    const index = textOf(`${folder}/README.md`)
    const linked = [...index.matchAll(/\]\(([^)#]+)/g)].map(([, target = '']) => normalize(join(folder, target)))
    const pages = [...documents(`${folder}/*.md`), ...documents(`${folder}/operations/*.md`)]
    const missing = pages.filter((page) => page !== `${folder}/README.md` && !linked.includes(page))
    expect(pages.length).toBeGreaterThan(18)
    expect(missing).toEqual([])
  })
})

test.each(documents('docs/operations/*.md'))('%s is there in Chinese, and the two link each other', (page) => {
  const chinese = page.replace('docs/', 'docs/zh-CN/')
  const target = (path: string, name: string): string => {
    const [, link = ''] = new RegExp(`\\[${name}\\]\\(([^)]+)\\)`).exec(textOf(path)) ?? []
    return normalize(join(dirname(path), link))
  }
  expect(target(page, '中文')).toBe(chinese)
  expect(target(chinese, 'English')).toBe(page)
})

/** Lines of blocks that start the command: typed, by systemd or by cron. Comments and what follows in a pipe are left out. */
function commandsOf(page: string): readonly string[] {
  const blocks = [...textOf(page).matchAll(/^```.*\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block)
  const lines = blocks.flatMap((block) => block.replaceAll(/\\\n\s*/g, ' ').split('\n'))
  return lines.flatMap((line) => {
    const [, words] = /^(?:ExecStart=\S*\/|[\d* ]+ |(?:[A-Z_]+=\S+ )*(?:npx )?)yaoquan (.*)$/.exec(line) ?? []
    return words === undefined ? [] : [`yaoquan ${words.replace(/\s+(#|\||>|&).*$/, '')}`]
  })
}

const pages = ['README.md', 'README.zh-CN.md', ...documents('docs/*.md'), ...documents('docs/operations/*.md')]
const commands = pages.flatMap((page) => commandsOf(page).map((line) => ({ page, line })))

beforeEach(() => {
  for (const name of ['URL', 'APP_KEY', 'APP_SECRET']) vi.stubEnv(`YAOQUAN_${name}`, 'http://127.0.0.1:8080')
})
afterEach(() => vi.unstubAllEnvs())

test('pages show commands', () => expect(commands.length).toBeGreaterThan(40))

test.each(commands)('the command line understands, in $page: $line', async ({ line }) => {
  await parseCommandLine(line)
})

test.each([
  'field:phone',
  'error:-/50',
  'error:-/11',
  'signature:sign:-/25',
  'status:valid:0/1',
  'learning:status:7/-',
])('the command line understands the setting of a shadow run that ends %s', async (rule) => {
  const line = unwrittenRule(rule)?.setting?.en ?? ''
  await parseCommandLine(line.replaceAll(/ ?\| ?\S+/g, ''))
})
