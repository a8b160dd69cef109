import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CouponColumn, couponColumnNames, couponColumns, quotedCsv, splitCsvText } from '@yaoquan/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { firstSignIn } from '../harness/console.ts'
import { runCli } from '../harness/run-cli.ts'
import { startTestServer, type TestServer, testApp } from '../harness/test-server.ts'

let server: TestServer
let folder = ''
/** What each place shows of a coupon with a value in every column. */
let shown: Readonly<Record<Place, (column: CouponColumn) => string | undefined>>

beforeAll(async () => {
  // The clock of this machine, by which the command signs.
  server = await startTestServer(undefined, { isProduction: true })
  folder = await mkdtemp(join(tmpdir(), 'yaoquan-coupon-columns-'))
  await issueOne()
  const memberPage = join(folder, 'member.html')
  const member = JSON.parse(
    await called(['member', 'export', '--phone', couponColumns.phone.example, '--html', memberPage]),
  )
  const found = JSON.parse(await called(['coupon', 'get', couponColumns.couponCode.example, '--with-phones', '--json']))
  const searched = JSON.parse(await called(['coupon', 'search', '--with-phones', '--json']))
  const details = await called(['coupon', 'get', couponColumns.couponCode.example, '--with-phones'])
  const html = await readFile(memberPage, 'utf8')
  const exported = rowOf(await run(['export', '--data', server.dataDir, '--seller', '111', '--with-phones']))
  const ofConsole = rowOf(await consoleExport())
  const help = await run(['import', '--help'])
  const issueHelp = await run(['coupon', 'issue', '--help'])
  const wire = (column: CouponColumn) => couponColumns[column].wire
  shown = {
    'yaoquan.coupon.get': (column) => found.coupon[wire(column)],
    'yaoquan.coupon.search': (column) => searched.coupons[0][wire(column)],
    'yaoquan.member.export': (column) => member.coupons[0][wire(column)],
    'coupon get': (column) => new RegExp(`^${wire(column)} +(.+)$`, 'm').exec(details)?.[1],
    'the page of member export': (column) =>
      new RegExp(`<small>${wire(column)}</small></th><td>([^<]*)</td>`).exec(html)?.[1],
    export: (column) => exported.get(wire(column)),
    'an export of the console': (column) => ofConsole.get(couponColumns[column].zh),
    'the help of import': (column) => new RegExp(`\\b${wire(column)}\\b`).exec(help)?.[0],
    'the help of coupon issue': (column) => new RegExp(`\\b${wire(column)}\\b`).exec(issueHelp)?.[0],
  }
})
afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true, force: true })
})

const places = [
  'yaoquan.coupon.get',
  'yaoquan.coupon.search',
  'yaoquan.member.export',
  'coupon get',
  'the page of member export',
  'export',
  'an export of the console',
  'the help of import',
  'the help of coupon issue',
] as const

type Place = (typeof places)[number]

/** Where people see another word for it. */
const inWords: Readonly<Partial<Record<CouponColumn, string>>> = { status: '可用' }

/** Columns that a place leaves out on purpose. */
const leftOut: Readonly<Partial<Record<Place, readonly CouponColumn[]>>> = { 'an export of the console': ['attribute'] }

describe.each(places)('%s', (place) => {
  it.each(couponColumnNames)('shows the column %s', (column) => {
    const text = shown[place](column)
    if (leftOut[place]?.includes(column)) return expect(text).toBeUndefined()
    if (place.startsWith('the help')) return expect(text).toBe(couponColumns[column].wire)
    const words = inWords[column]
    const value = issuedValue(column).replaceAll('"', place === 'the page of member export' ? '&#34;' : '"')
    const values = words === undefined ? [value] : [value, words, `${value} ${words}`]
    expect(values).toContain(text)
  })
})

/** The example, and a last day that does not come. */
function issuedValue(column: CouponColumn): string {
  return column === 'endDate' ? '2099-12-31' : couponColumns[column].example
}

/** Issues one coupon from a file with a value in every column. */
async function issueOne(): Promise<void> {
  const header = couponColumnNames.map((column) => couponColumns[column].wire)
  const lines = [header, couponColumnNames.map((column) => quotedCsv(issuedValue(column)))]
  const file = join(folder, 'coupons.csv')
  await writeFile(file, lines.map((cells) => `${cells.join(',')}\n`).join(''))
  await called(['coupon', 'issue', file, '--bearer'])
}

function called(args: readonly string[]): Promise<string> {
  const { appKey, appSecret } = testApp
  return run([...args, '--url', server.url, '--app-key', appKey, '--app-secret', appSecret])
}

async function run(args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runCli(args)
  if (code !== 0) throw new Error(`exit code ${code}: ${stderr}`)
  return stdout
}

async function consoleExport(): Promise<string> {
  const roles = [{ sellerId: '111', role: 'owner', shops: undefined }]
  const made = await server.administration.createOperator({ name: 'owner', displayName: 'owner', roles })
  if (made.kind !== 'changed') throw new Error(made.kind)
  const cookie = await firstSignIn(server.url, 'owner', made.password, 'correct horse battery')
  const response = await fetch(`${server.url}/console/api/export`, {
    method: 'POST',
    headers: { 'x-yaoquan-console': '1', cookie, 'content-type': 'application/json' },
    body: JSON.stringify({ list: 'coupons', language: 'zh', filter: {}, full_reason: '核对各列' }),
  })
  return response.text()
}

/** The first row of a CSV file by the names of its header. */
function rowOf(csv: string): ReadonlyMap<string, string> {
  const rows = splitCsvText(csv.replace(/^\ufeff/, ''), ',', (line) => new Error(`line ${line} is damaged`))
  const [names = [], cells = []] = [...rows].map(({ values }) => values)
  return new Map(cells.map((cell, place) => [names[place] ?? '', cell]))
}
