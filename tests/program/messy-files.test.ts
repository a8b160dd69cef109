import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { delimiterOf, guessMapping, splitCsvText, unguarded } from '@yaoquan/api'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fromHeader, readTableRows, type TableReading } from '../../packages/console/src/imports/table-reading.ts'
import { readRows } from '../../packages/server/src/spreadsheets/read-rows.ts'
import { firstSignIn } from '../harness/console.ts'
import { type JobOperator, operatorWith, type ShownJob } from '../harness/console-jobs.ts'
import { firstMessyLine, type MessyFormat, messyFile, messyFormats } from '../harness/messy-files.ts'
import { type MeantCoupon, type MessyRow, messyRows } from '../harness/messy-rows.ts'
import { type CliRun, runCli } from '../harness/run-cli.ts'
import { seededRandom } from '../harness/seeded-random.ts'
import { lengthOf } from '../harness/soak.ts'
import { startTestServer, type TestServer } from '../harness/test-server.ts'

const bigFile = 5_000
/** A job at the console takes four times as long as the command. */
const bigFileAtConsole = Math.min(bigFile, lengthOf(bigFile, 1_500))

let folder: string
let server: TestServer
let operator: JobOperator & Readonly<{ cookie: string }>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yaoquan-messy-'))
  server = await startTestServer(undefined, { isProduction: true })
  const roles = [{ sellerId: '111', role: 'marketing', shops: undefined }]
  const made = await server.administration.createOperator({ name: 'm', displayName: 'm', roles })
  const oneTime = made.kind === 'changed' ? made.password : ''
  const cookie = await firstSignIn(server.url, 'm', oneTime, 'correct horse battery')
  operator = { ...operatorWith(server.url, cookie), cookie }
})

afterAll(async () => {
  await server?.close()
  await rm(folder, { recursive: true, force: true })
})

function meantBy(rows: readonly MessyRow[], kinds: readonly MessyRow['kind'][]): ReadonlyMap<string, MeantCoupon> {
  const coupons = rows.flatMap((row) => (kinds.includes(row.kind) && row.kind !== 'nothing' ? [row.coupon] : []))
  return new Map(coupons.map((coupon) => [coupon['couponCode'] ?? '', coupon]))
}

/** The coupons of a seller that were imported, without what is not in the file. */
async function storedBy(sellerId: string): Promise<ReadonlyMap<string, MeantCoupon>> {
  const found = new Map<string, MeantCoupon>()
  for await (const block of server.administration.exportCoupons({ sellerId, filter: {} })) {
    for (const { status: _, ...coupon } of block) {
      const given = Object.entries(coupon).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, value] as const],
      )
      if (coupon.couponCode?.startsWith('SX')) found.set(coupon.couponCode, Object.fromEntries(given))
    }
  }
  return found
}

let sellers = 0

async function newSeller(): Promise<string> {
  sellers += 1
  const sellerId = `messy-${sellers}`
  await server.administration.createSeller({ sellerId, name: sellerId })
  return sellerId
}

type Import = (file: string, ...flags: readonly string[]) => Promise<CliRun>

function importInto(sellerId: string): Import {
  return (file, ...flags) =>
    runCli(['import', file, '--data', server.dataDir, '--seller', sellerId, '--ignore-unknown', '--json', ...flags])
}

type Table = readonly (readonly string[])[]

/** A list of bad rows as its columns and rows, texts as the importer takes them. */
async function readList(bytes: Buffer): Promise<Table> {
  if (bytes.subarray(0, 2).toString() !== 'PK') {
    const text = bytes.toString().replace('\ufeff', '')
    return [...splitCsvText(text, delimiterOf(text), (line) => new Error(`line ${line}`))].map(({ values }) =>
      values.map(unguarded),
    )
  }
  const rows: (readonly string[])[] = []
  for await (const message of readRows(bytes))
    if (message.kind === 'rows') rows.push(...message.rows.map((row) => row.values))
  return rows
}

/** The list as a person mends it by the lines that its reasons name: wrong rows are written anew, notes and repetitions go. */
function mended(list: Table, rows: readonly MessyRow[]): readonly Pick<MessyRow, 'cells'>[] {
  return list.slice(1).flatMap((cells) => {
    const line = Number(/第 (\d+) 行/.exec(cells.at(-1) ?? '')?.[1])
    const row = rows[line - firstMessyLine]
    if (row === undefined) throw new Error(`the list names line ${line}`)
    if (row.kind === 'nothing') return []
    return [row.kind === 'mend' ? { cells: row.mended } : { cells: cells.slice(0, -1) }]
  })
}

function linesOf(list: Table): readonly number[] {
  return list.slice(1).map((cells) => Number(/第 (\d+) 行/.exec(cells.at(-1) ?? '')?.[1]))
}

/** The lines of rows that are not in after the first round: wrong ones, open questions, notes and codes that were taken. */
function linesToList(rows: readonly MessyRow[]): readonly number[] {
  const codes = new Map<string, string>()
  return rows.flatMap((row, place) => {
    const [code, amount] = [String(row.cells[1] ?? ''), JSON.stringify(row.cells.slice(1, -1))]
    const isRepeated = row.kind === 'nothing' && codes.get(code) === amount
    if (row.kind === 'good') codes.set(code, amount)
    if (row.kind === 'good' || isRepeated || row.cells.length === 0) return []
    return [place + firstMessyLine]
  })
}

const answers = ['--bearer', '--zero-amount', '--dates', 'dmy']

async function importInTwoRounds(rows: readonly MessyRow[], format: MessyFormat): Promise<void> {
  const sellerId = await newSeller()
  const run = importInto(sellerId)
  const path = join(folder, `${sellerId}.${format === 'xlsx' ? 'xlsx' : 'csv'}`)
  await writeFile(path, messyFile(rows, format))
  const first = JSON.parse((await run(path)).stdout)
  expect(await storedBy(sellerId)).toEqual(meantBy(rows, ['good']))
  expect(first.bad).toBe(linesToList(rows).length)
  expect((await stat(first.errors_file)).mode & 0o777).toBe(0o600)
  const list = await readList(await readFile(first.errors_file))
  expect(linesOf(list)).toEqual(linesToList(rows))
  await writeFile(path, messyFile(mended(list, rows), format))
  const second = await run(path, ...answers)
  expect([second.code, second.stderr]).toEqual([0, expect.not.stringContaining('yaoquan:')])
  expect(await storedBy(sellerId)).toEqual(meantBy(rows, ['good', 'mend', 'answer']))
}

test('a file of 5,000 rows as shops send it is in after two rounds of the command, each coupon as it was meant', () =>
  importInTwoRounds(messyRows(bigFile, seededRandom(27)), 'xlsx'))

test.each(messyFormats)('is read alike from %s', (format) =>
  importInTwoRounds(messyRows(300, seededRandom(28)), format),
)

type ConsoleFile = Readonly<{ bytes: Buffer; answered?: boolean }>

/** What the page does: it has the server read the file, maps its columns and gives the rows in parts. */
async function importAtConsole({ bytes, answered = false }: ConsoleFile): Promise<ShownJob> {
  const headers = { 'x-yaoquan-console': '1', cookie: operator.cookie, 'content-type': 'application/octet-stream' }
  const reply = await fetch(`${server.url}/console/api/table`, { method: 'POST', headers, body: new Uint8Array(bytes) })
  const documents = (await reply.text())
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  const [head, ...read] = documents
  const [top, ...others] = read.filter((one) => 'values' in one)
  const whole = { fileName: 'a.xlsx', sheet: head.sheet, digest: '', columns: top.values, rows: others }
  const table = fromHeader(whole, 'import-coupons')
  const mapping = guessMapping(table.columns, 'import-coupons')
  const reading: TableReading = { kind: 'import-coupons', mapping, order: answered ? 'dmy' : undefined }
  const { rows } = readTableRows(table, reading)
  const columns = table.columns.map((title, place) => ({ title, name: mapping[place] }))
  const confirmed = { bearer: answered, zero_amount: answered }
  const { job_id } = await operator.job('create', { kind: 'import-coupons', title: 'a', columns, ...confirmed })
  let draft: ShownJob | undefined
  for (let offset = 0; offset < rows.length; offset += 500) {
    const part = rows.slice(offset, offset + 500).map(({ faultEn: fault_en, ...row }) => ({ ...row, fault_en }))
    draft = await operator.job('addItems', { job_id, offset, rows: part, is_last: offset + 500 >= rows.length })
  }
  if (draft === undefined) throw new Error('a file without rows')
  if (draft.preview.will_change === 0) return draft
  await operator.job('start', { job_id, confirm_count: draft.preview.will_change })
  return operator.until(job_id, ({ state }) => state === 'done')
}

async function badRowsOf(jobId: string, format: 'csv' | 'xlsx'): Promise<Table> {
  const headers = { 'x-yaoquan-console': '1', cookie: operator.cookie, 'content-type': 'application/json' }
  const body = JSON.stringify({ job_id: jobId, format, language: 'zh' })
  const reply = await fetch(`${server.url}/console/api/bad-rows`, { method: 'POST', headers, body })
  expect(reply.status).toBe(200)
  return readList(Buffer.from(await reply.arrayBuffer()))
}

test(`a file of ${bigFileAtConsole} rows is in after two rounds at the console, each coupon as it was meant`, async () => {
  const rows = messyRows(bigFileAtConsole, seededRandom(29))
  const first = await importAtConsole({ bytes: messyFile(rows, 'xlsx') })
  expect(await storedBy('111')).toEqual(meantBy(rows, ['good']))
  const list = await badRowsOf(first.job_id, 'xlsx')
  expect(linesOf(list)).toEqual(linesToList(rows))
  const second = await importAtConsole({ bytes: messyFile(mended(list, rows), 'xlsx'), answered: true })
  expect(second).toMatchObject({ state: 'done', refused: 0 })
  expect(await storedBy('111')).toEqual(meantBy(rows, ['good', 'mend', 'answer']))
})

test('one file has the same result, row by row and for the same reasons, by command, upload and console', async () => {
  const rows = messyRows(400, seededRandom(30)).map((row) => ({
    ...row,
    cells: row.cells.map((cell) => (typeof cell === 'string' ? cell.replace(/^SX/, 'SY') : cell)),
  }))
  const bytes = messyFile(rows, 'utf-8')
  const path = join(folder, 'three.csv')
  await writeFile(path, bytes)
  const listAfter = async (args: readonly string[]) => {
    const { stdout } = await runCli([...args, '--ignore-unknown', '--json'])
    return readList(await readFile(JSON.parse(stdout).errors_file))
  }
  const checked = await listAfter(['import', path, '--data', server.dataDir, '--seller', '111', '--check'])
  const { job_id } = await importAtConsole({ bytes })
  const byConsole = await badRowsOf(job_id, 'csv')
  const byCommand = await listAfter(['import', path, '--data', server.dataDir, '--seller', await newSeller()])
  const app = { appKey: 'messy', appSecret: 'secret-of-messy-files' }
  const grants = { preset: 'full', allowed: [], denied: [] }
  await server.administration.createApp({ name: 'messy', sellerIds: [await newSeller()], grants, ...app })
  const caller = ['--url', server.url, '--app-key', app.appKey, '--app-secret', app.appSecret]
  const byUpload = await listAfter(['upload', path, ...caller])
  // Who repeats a code with other contents is told so in the words of each door.
  const reasonsOf = (list: Table) =>
    list.slice(1).map((cells) => ({
      cells: cells.slice(0, -1),
      reason: (cells.at(-1) ?? '').replace(/：.*同一券码.*$/, '：differs'),
    }))
  const sorted = (list: Table) => reasonsOf(list).toSorted((a, b) => (a.reason < b.reason ? -1 : 1))
  expect(byCommand.length).toBeGreaterThan(40)
  expect(reasonsOf(checked)).toEqual(reasonsOf(byCommand))
  expect(sorted(byConsole)).toEqual(sorted(byCommand))
  expect(sorted(byUpload)).toEqual(sorted(byCommand))
})
