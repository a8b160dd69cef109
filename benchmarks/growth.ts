import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { startChild } from './harness/child-server.ts'
import { codeOf, phoneOf, writeCoupons } from './harness/coupon-files.ts'
import { dataOptions } from './harness/data-options.ts'
import { app, registerSeller, sellerId } from './harness/large-seller.ts'
import { median } from './harness/load.ts'
import { peakMemoryMbOf, processorSecondsOf, writtenKbOf } from './harness/process-usage.ts'
import { call } from './harness/two-sellers.ts'

const program = 'packages/cli/bin/yaoquan.js'
const own = { sellerId, ...app }
const rowsPerPiece = 1_000_000
const calls = 1_000
const pageSize = 200

/**
 * Measures what might grow with the coupons of a seller on SQLite: start, memory, queries, pages, backups, an audit since a checkpoint and an
 * import. Linux only.
 * @param dataDir is built where it is missing; backups go beside it
 * @param steps some of `first`, `changed` and `import`, in this order; those after the first need what the first left
 * @returns Markdown, a row for each measurement
 */
async function benchmarkGrowth(dataDir: string, coupons: number, steps: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'yaoquan-bench-growth-'))
  const rows: string[] = [`| ${coupons.toLocaleString('en')} coupons | |`, '|---|---|']
  const note = (name: string, value: string) => rows.push(`| ${name} | ${value} |`)
  const on = (...args: readonly string[]) => run([...args, '--data', dataDir])
  const backUp = (...args: readonly string[]) => on('backup', `${dataDir}-backup`, '--json', '--keep', '30d', ...args)
  const importRows = async (from: number, to: number) => {
    const file = join(folder, 'coupons.csv')
    await writeCoupons(file, from, to)
    return on('import', file, '--seller', sellerId, '--json')
  }
  try {
    if (!existsSync(dataDir)) {
      await registerSeller({ dataDir })
      for (let first = 0; first < coupons; first += rowsPerPiece) {
        console.error(await importRows(first, Math.min(coupons, first + rowsPerPiece)))
      }
    }
    if (steps.includes('first')) note('first backup', await backUp())
    if (steps.includes('changed')) {
      const checkpoint = join(folder, 'checkpoint.json')
      await on('audit', 'checkpoint', '--out', checkpoint)
      note('backup of nothing', await backUp())
      await measureServer({ dataDir, coupons, folder }, note)
      note(`backup after ${calls} redemptions`, await backUp())
      note('audit of these', await on('audit', 'verify', '--since', checkpoint))
      note('backup of nothing', await backUp())
    }
    if (steps.includes('import')) note('import of 300,000 more', await importRows(coupons, coupons + 300_000))
    return rows.join('\n')
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Runs a command. @returns time, processor, largest memory, what it handed to the disk, and what it printed of bytes */
async function run(args: readonly string[]): Promise<string> {
  const startMs = performance.now()
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'ignore'] })
  let printed = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text
  })
  const ended = once(child, 'exit')
  let used: readonly [number, number, number] = [0, 0, 0]
  while (child.exitCode === null && child.pid !== undefined) {
    try {
      const memoryMb = Math.max(used[1], peakMemoryMbOf(child.pid))
      used = [processorSecondsOf(child.pid), memoryMb, writtenKbOf(child.pid) / 1_000]
    } catch {
      // It has just ended.
    }
    await Promise.race([ended, delay(20)])
  }
  if (child.exitCode !== 0) throw new Error(`${args.join(' ')} ended with ${child.exitCode}: ${printed}`)
  const [processor, memoryMb, writtenMb] = used
  const seconds = ((performance.now() - startMs) / 1_000).toFixed(1)
  const bytes = (name: string) => {
    const found = new RegExp(`"${name}": ?(\\d+)`).exec(printed)?.[1]
    return found === undefined ? '' : `, ${name} ${(Number(found) / 1e6).toFixed(2)} MB`
  }
  return `${seconds} s, processor ${processor.toFixed(1)} s, ${memoryMb} MB, to the disk ${writtenMb.toFixed(0)} MB${['bytes', 'read_bytes', 'added_bytes'].map(bytes).join('')}`
}

type Served = Readonly<{ dataDir: string; coupons: number; folder: string }>

async function measureServer(
  { dataDir, coupons, folder }: Served,
  note: (name: string, value: string) => unknown,
): Promise<void> {
  const serve = [program, 'serve', '--port', '0', '--data', dataDir]
  const starts: number[] = []
  for (let round = 0; round < 5; round += 1) {
    const server = await startChild(serve, join(folder, 'log'))
    starts.push(server.startMs)
    await server.stop()
  }
  note('start, median of five', `${median(starts).toFixed(0)} ms`)
  const { url, pid, stop } = await startChild(serve, join(folder, 'log'))
  try {
    const timed = async (
      name: string,
      parameters: (place: number) => Readonly<Record<string, string>>,
      count = calls,
    ) => {
      const times: number[] = []
      for (let place = 0; place < count; place += 1) {
        const startMs = performance.now()
        const answer = await call(url, own, parameters(place))
        times.push(performance.now() - startMs)
        if (!answer.includes('"success":true')) throw new Error(`${name}: ${answer.slice(0, 300)}`)
      }
      const sorted = times.toSorted((a, b) => a - b)
      const at = (share: number) => sorted[Math.floor(count * share)]?.toFixed(2)
      note(name, `p50 ${at(0.5)}, p99 ${at(0.99)}, least ${sorted[0]?.toFixed(2)} ms`)
    }
    const spread = (place: number) => Math.floor((((place * 619) % calls) * coupons) / calls)
    const query = (filter: object) => ({
      method: 'alibaba.alihealth.nr.crm.coupon.querycoupon',
      query_d_t_o: JSON.stringify(filter),
    })
    const ofMember = (place: number) => query({ phone: phoneOf(spread(place)), page_size: 20, page_num: 1 })
    await timed('phone query of a random member', ofMember)
    await timed('of the same members', ofMember)
    const pages = Math.floor((coupons * 0.7) / pageSize)
    const page = (number: number) => query({ channel: 'erp', page_size: pageSize, page_num: number })
    await timed('first page', () => page(1), 50)
    await timed('last 50 pages', (place) => page(pages - place), 50)
    await timed('any page', (place) => page(1 + (spread(place) % pages)), 50)
    await timed('redemption alone', (place) => ({
      method: 'yaoquan.coupon.redeem',
      out_request_no: `R${place}`,
      coupon_code: codeOf(spread(place) | 1),
      order_id: `SO-${place}`,
      shop: '01',
    }))
    const memory = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
    const privateKb = [...memory.matchAll(/^Private_\w+:\s+(\d+)/gm)].reduce((sum, [, kb]) => sum + Number(kb), 0)
    note('private memory of the worker', `${(privateKb / 1_024).toFixed(0)} MB`)
  } finally {
    await stop()
  }
}

if (import.meta.main) {
  const { coupons, dataDir } = dataOptions()
  if (dataDir === undefined) throw new Error('--data DIR keeps the store, which takes long to build')
  const named = process.argv.slice(2).filter((argument) => ['first', 'changed', 'import'].includes(argument))
  console.log(await benchmarkGrowth(dataDir, coupons, named.length > 0 ? named : ['first', 'changed', 'import']))
}
