import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { openAdministration } from '@yaoquan/server'
import Database from 'better-sqlite3'
import { openBareDatabase } from './harness/bare-database.ts'
import { peakMemoryMbOf } from './harness/process-usage.ts'
import { scatteredCode } from './harness/scattered-code.ts'

const sellerId = '111'
const couponsPerMember = 8
const batchRows = 1_000

/**
 * Compares `yaoquan import` of one CSV file, a process from start to exit, with a bare loop that inserts the same rows
 * into the same table with the same keys and durability, 1,000 rows a transaction. Both take turns of about a second,
 * so that they run under the same conditions: the import is stopped while the loop catches up. Of the loop only inserts
 * and commits are timed, not reading the rows it copies.
 * @param rowCount rows of the file
 * @returns a Markdown table
 */
export async function benchmarkBulk(rowCount: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'yaoquan-bench-bulk-'))
  try {
    const file = join(folder, 'coupons.csv')
    await pipeline(Readable.from(csvOf(rowCount)), createWriteStream(file))
    const dataDir = join(folder, 'data')
    await createSeller(dataDir)
    const copy = openCopy(join(dataDir, 'yaoquan.db'), join(folder, 'bare.db'))
    const times = await runImport({ file, dataDir, rowCount, copy })
    copy.close()
    return [
      '| rows | import, rows/s | bare insert + commit, rows/s | ratio (promised: 0.50) | peak memory, MB (promised: 512) |',
      '|---|---|---|---|---|',
      row([
        rowCount.toLocaleString('en'),
        perSecond(rowCount, times.ms),
        perSecond(rowCount, times.bareMs),
        (times.bareMs / times.ms).toFixed(2),
        String(times.peakMemoryMb),
      ]),
    ].join('\n')
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function createSeller(dataDir: string): Promise<void> {
  const administration = await openAdministration({ dataDir })
  await administration.createSeller({ sellerId, name: 'benchmark' })
  await administration.close()
}

type Pair = Readonly<{ file: string; dataDir: string; rowCount: number; copy: Copy }>
type PairTimes = Readonly<{ ms: number; bareMs: number; peakMemoryMb: number }>

async function runImport({ file, dataDir, rowCount, copy }: Pair): Promise<PairTimes> {
  const args = ['packages/cli/bin/yaoquan.js', 'import', file, '--data', dataDir, '--seller', sellerId]
  let [ms, bareMs, peakMemoryMb, resumedMs] = [0, 0, 0, performance.now()]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    const done = Number(/imported (\d+) rows/.exec(text)?.[1] ?? Number.NaN)
    if (Number.isNaN(done)) throw new Error(`unexpected output of the import: ${text}`)
    child.kill('SIGSTOP')
    ms += performance.now() - resumedMs
    peakMemoryMb = Math.max(peakMemoryMb, peakMemoryMbOf(child.pid))
    bareMs += copy.upTo(done)
    resumedMs = performance.now()
    child.kill('SIGCONT')
  })
  const watch = setInterval(() => {
    peakMemoryMb = Math.max(peakMemoryMb, peakMemoryMbOf(child.pid))
  }, 100)
  const [code] = await once(child, 'exit')
  ms += performance.now() - resumedMs
  clearInterval(watch)
  if (code !== 0) throw new Error(`the import exited with ${code}`)
  return { ms, bareMs: bareMs + copy.upTo(rowCount), peakMemoryMb }
}

type Copy = Readonly<{
  /** Inserts all rows up to a number. @returns the time of the inserts and commits in milliseconds */
  upTo: (seq: number) => number
  close: () => void
}>

function openCopy(from: string, to: string): Copy {
  const source = new Database(from, { readonly: true })
  const target = openBareDatabase(to)
  const columns = target.prepare('SELECT * FROM coupon').columns()
  const insert = target.prepare(`INSERT INTO coupon VALUES (${columns.map(() => '?').join(', ')})`)
  const page = source.prepare('SELECT * FROM coupon WHERE seller_id = ? AND seq > ? AND seq <= ? ORDER BY seq').raw()
  const insertRows = target.transaction((rows: readonly unknown[]) => {
    for (const one of rows) insert.run(one)
  })
  let copied = 0
  return {
    upTo(seq) {
      let ms = 0
      while (copied < seq) {
        const last = Math.min(copied + batchRows, seq)
        const rows = page.all(sellerId, copied, last)
        if (rows.length !== last - copied)
          throw new Error(`${rows.length} rows where ${last - copied} were acknowledged`)
        const startMs = performance.now()
        insertRows(rows)
        ms += performance.now() - startMs
        copied = last
      }
      return ms
    },
    close() {
      source.close()
      target.close()
    },
  }
}

function* csvOf(rowCount: number): Generator<string, void, undefined> {
  yield 'coupon_code,coupon_id,coupon_name,channel,phone,card_no,coupon_amount,order_amount,start_date,end_date,bill_date,describe,shop,category,attribute\n'
  const members = Math.ceil(rowCount / couponsPerMember)
  for (let start = 0; start < rowCount; start += batchRows) {
    const size = Math.min(batchRows, rowCount - start)
    yield Array.from({ length: size }, (_, place) => csvLine(start + place, members)).join('')
  }
}

function csvLine(number: number, members: number): string {
  const member = Math.imul(number, 7919) >>> 0
  const phone = `186${String(member % members).padStart(8, '0')}`
  const card = `88${String(member % members).padStart(8, '0')}`
  const channel = number % 2 === 0 ? 'erp' : '线下门店'
  return `${scatteredCode(number)},T${number % 50},满199减99,${channel},${phone},${card},99,199,2026-01-01,2027-12-31,2026-01-01,全场通用,"01,02","1001,10012","{ ""firstName"":""Bill"" , ""lastName"":""Gates"" }"\n`
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

function perSecond(rows: number, ms: number): string {
  return Math.round((rows / ms) * 1000).toLocaleString('en')
}

/** Reads `--rows N`, default 200,000. @throws RangeError if N is not a positive integer */
export function bulkRows(): number {
  const { values } = parseArgs({ options: { rows: { type: 'string', default: '200000' } }, strict: false })
  const rows = Number(values.rows)
  if (!Number.isInteger(rows) || rows < 1) throw new RangeError('--rows takes a whole number')
  return rows
}

if (import.meta.main) console.log(await benchmarkBulk(bulkRows()))
