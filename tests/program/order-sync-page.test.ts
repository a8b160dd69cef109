import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { orderSync } from '../harness/order-calls.ts'
import { readHtml, readText } from '../harness/site-crawl.ts'
import { startTestServer, type TestServer } from '../harness/test-server.ts'

type Row = Readonly<{ path: string; type: string; isRequired: string; example: string; description: string }>

/** What is known of the method's page; its text ends within the last of these rows. */
const known: readonly Row[] = knownRows(
  readFileSync(join(import.meta.dirname, '../fixtures/order-sync-page.md'), 'utf8'),
)

let server: TestServer
let zh: readonly Row[]
let en: readonly Row[]

beforeAll(async () => {
  server = await startTestServer()
  zh = await shownRows('/docs/')
  en = await shownRows('/docs/en/')
})
afterAll(() => server.close())

it('the page of order.sync has the known rows, and no other before the known text ends', () => {
  const ofLines = known.filter(({ path }) => path.startsWith('order.details.'))
  const shown = (start: string, end: number) => zh.filter(({ path }) => path.startsWith(start)).slice(0, end)
  const shownOfLines = shown('order.details.', ofLines.length)
  expect(shownOfLines.map(({ path }) => path)).toEqual(ofLines.map(({ path }) => path))
  const others = known.filter((row) => !ofLines.includes(row))
  const isOfLine = ({ path }: Row) => path.startsWith('order.details.')
  expect(
    zh
      .filter((row) => !isOfLine(row))
      .slice(0, others.length)
      .map(({ path }) => path),
  ).toEqual(others.map(({ path }) => path))
  expect(known.at(-1)?.path).toBe('order.details.bar_code')
})

it.each(known.slice(0, -1))('shows $path as the known page does: type, required, example', (row) => {
  const { path, type, isRequired, example } = row
  expect(zh.find((shown) => shown.path === path)).toMatchObject({ type, isRequired, example })
})

it.each(known.slice(0, -1).filter(({ description }) => description !== ''))('says of $path: $description', (row) => {
  const inChinese = zh.find(({ path }) => path === row.path)?.description ?? ''
  const inEnglish = en.find(({ path }) => path === row.path)?.description ?? ''
  const words =
    row.description
      .toLowerCase()
      .split(';')[0]
      ?.match(/[a-z]{4,}/g) ?? []
  expect(words.filter((word) => !inEnglish.toLowerCase().includes(word))).toEqual([])
  expect(inEnglish.includes('in fen')).toBe(row.description.includes('fen'))
  expect(inChinese.includes('单位分')).toBe(row.description.includes('fen'))
})

it('marks every further row as inferred, in both languages', () => {
  const paths = new Set(known.map(({ path }) => path))
  const further = zh.filter(({ path }) => !paths.has(path))
  expect(further.length).toBeGreaterThan(20)
  for (const { path, description, isRequired } of further) {
    expect([path, isRequired, description]).toEqual([path, '可选', expect.stringContaining('推断')])
    expect(en.find((row) => row.path === path)?.description, path).toContain('inferred')
  }
})

async function shownRows(docs: string): Promise<readonly Row[]> {
  const page = readHtml(await (await fetch(`${server.url}${docs}${orderSync}`)).text())
  return page.querySelectorAll('table.request-fields tbody tr').map((row) => {
    const cells = row.querySelectorAll('th, td').map(readText)
    const [, type = '', isRequired = '', example = ''] = cells
    const path = row.getAttribute('id')?.replace('request.', '') ?? ''
    return { path, type, isRequired, example, description: cells.at(-1) ?? '' }
  })
}

/** A row's place in the tree follows from the lines drawn before its name. */
function knownRows(table: string): readonly Row[] {
  const parents: string[] = []
  return table
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((line) => {
      const [field = '', ...cells] = line.split('|').slice(1)
      const [type = '', required = '', example = '', description = ''] = cells.map((cell) => cell.trim())
      const [, drawn = '', name = ''] = /^ ([│├└ ]*)(\w+)/.exec(field) ?? []
      parents.length = Math.ceil(drawn.length / 2)
      parents.push(name)
      return {
        path: parents.join('.'),
        type: type.replace(/\[\]$/, ' []'),
        isRequired: required === 'yes' ? '必须' : '可选',
        example,
        description,
      }
    })
}
