import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { openAdministration } from '@yaoquan/server'
import Database from 'better-sqlite3'
import { openBareDatabase } from './harness/bare-database.ts'
import { peakMemoryMbOf, processorSecondsOf, writtenKbOf } from './harness/process-usage.ts'
import { scatteredCode } from './harness/scattered-code.ts'

const sellerId = '111'
/** Members with eight coupons each, and a store of new members with two each. */
const couponsPerMember = [8, 2] as const
const batchRows = 1_000

/**
 * Compares `yaoquan import` of one CSV file, a process from start to exit, with a bare loop that inserts the same rows
 * into the same table with the same keys and durability, 1,000 rows a transaction. Both take turns of about a second,
 * so that they run under the same conditions: the import is stopped while the loop catches up. Of the loop only inserts
 * and commits are counted, not reading the rows it copies.
 * @param rowCount rows of the file
 * @returns a Markdown table
 */
export async function benchmarkBulk(rowCount: number): Promise<string> {
  const columns = [
    ...['rows', 'coupons a member', 'import, rows/s', 'bare insert + commit, rows/s', 'ratio (promised: 0.50)'],
    ...['ratio by processor', 'written, kB a row', 'bare, kB a row', 'peak memory, MB (promised: 512)'],
  ]
  const lines = [row(columns), `|${'---|'.repeat(columns.length)}`]
  for (const perMember of couponsPerMember) lines.push(await benchmarkImport(rowCount, perMember))
  return lines.join('\n')
}

async function benchmarkImport(rowCount: number, perMember: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'yaoquan-bench-bulk-'))
  try {
    const file = join(folder, 'coupons.csv')
    await pipeline(Readable.from(csvOf(rowCount, Math.ceil(rowCount / perMember))), createWriteStream(file))
    const dataDir = join(folder, 'data')
    await createSeller(dataDir)
    const copy = openCopy(join(dataDir, 'yaoquan.db'), join(folder, 'bare.db'))
    const { ours, bare, peakMemoryMb } = await runImport({ file, dataDir, rowCount, copy })
    copy.close()
    return row([
      rowCount.toLocaleString('en'),
      String(perMember),
      perSecond(rowCount, ours.ms),
      perSecond(rowCount, bare.ms),
      (bare.ms / ours.ms).toFixed(2),
      (bare.processorMs / ours.processorMs).toFixed(2),
      (ours.writtenKb / rowCount).toFixed(1),
      (bare.writtenKb / rowCount).toFixed(1),
      String(peakMemoryMb),
    ])
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
type Used = Readonly<{ ms: number; processorMs: number; writtenKb: number }>
type PairUsed = Readonly<{ ours: Used; bare: Used; peakMemoryMb: number }>

async function runImport({ file, dataDir, rowCount, copy }: Pair): Promise<PairUsed> {
  const args = ['packages/cli/bin/yaoquan.js', 'import', file, '--data', dataDir, '--seller', sellerId]
  let [ms, processorMs, writtenKb, peakMemoryMb, resumedMs] = [0, 0, 0, 0, performance.now()]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  const look = () => {
    if (child.pid === undefined || !existsSync(`/proc/${child.pid}/io`)) return
    peakMemoryMb = Math.max(peakMemoryMb, peakMemoryMbOf(child.pid))
    processorMs = processorSecondsOf(child.pid) * 1_000
    writtenKb = Math.max(writtenKb, writtenKbOf(child.pid))
  }
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    const done = Number(/imported (\d+) rows/.exec(text)?.[1] ?? Number.NaN)
    if (Number.isNaN(done)) throw new Error(`unexpected output of the import: ${text}`)
    child.kill('SIGSTOP')
    ms += performance.now() - resumedMs
    look()
    copy.upTo(done)
    resumedMs = performance.now()
    child.kill('SIGCONT')
  })
  const watch = setInterval(look, 100)
  const [code] = await once(child, 'exit')
  ms += performance.now() - resumedMs
  clearInterval(watch)
  if (code !== 0) throw new Error(`the import exited with ${code}`)
  copy.upTo(rowCount)
  return { ours: { ms, processorMs, writtenKb }, bare: copy.used, peakMemoryMb }
}

type Copy = Readonly<{
  /** Inserts all rows up to a number. */
  upTo: (seq: number) => void
  /** By inserts and commits so far. */
  used: Used
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
  const used = { ms: 0, processorMs: 0, writtenKb: 0 }
  return {
    used,
    upTo(seq) {
      while (copied < seq) {
        const last = Math.min(copied + batchRows, seq)
        const rows = page.all(sellerId, copied, last)
        if (rows.length !== last - copied)
          throw new Error(`${rows.length} rows where ${last - copied} were acknowledged`)
        const [startMs, processor, writtenKb] = [performance.now(), process.cpuUsage(), writtenKbOf(process.pid)]
        insertRows(rows)
        used.ms += performance.now() - startMs
        const { user, system } = process.cpuUsage(processor)
        used.processorMs += (user + system) / 1_000
        used.writtenKb += writtenKbOf(process.pid) - writtenKb
        copied = last
      }
    },
    close() {
      source.close()
      target.close()
    },
  }
}

function* csvOf(rowCount: number, members: number): Generator<string, void, undefined> {
  yield 'coupon_code,coupon_id,coupon_name,channel,phone,card_no,coupon_amount,order_amount,start_date,end_date,bill_date,describe,shop,category,attribute\n'
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
