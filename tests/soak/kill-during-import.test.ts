import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TopClient } from '@yaoquan/client'
import { openAdministration, startServer } from '@yaoquan/server'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { commandFile } from '../harness/command.ts'
import { patienceMs } from '../harness/patience.ts'
import { lengthOf } from '../harness/soak.ts'
import { testApp } from '../harness/test-server.ts'

const rowCount = lengthOf(30_000, 12_000)
const rounds = lengthOf(3, 2)
const channels = ['erp', '线下门店', 'wechat'] as const
let folder: string
let file: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yaoquan-kill-'))
  file = join(folder, 'coupons.csv')
  const rows = Array.from(
    { length: rowCount },
    (_, n) => `K${n},${channels[n % 3]},139${10_000_000 + (n % 4000)},满199减99,2027-12-31`,
  )
  await writeFile(file, `coupon_code,channel,phone,coupon_name,end_date\n${rows.join('\n')}\n`)
})

afterAll(() => rm(folder, { recursive: true, force: true }))

it(`keeps what it acknowledged through kill -9 during an import, ${rounds} times, and each re-run completes it`, async () => {
  let killed = 0
  for (let round = 0; killed < rounds; round += 1) {
    expect(round).toBeLessThan(2 * rounds + 2)
    const dataDir = join(folder, `data-${round}`)
    await prepareChain(dataDir)
    const { acknowledged, signal } = await importUntilKilled(dataDir, (round * 37) % 200)
    // This process stood still until the import was over.
    if (signal !== 'SIGKILL') continue
    killed += 1
    expect(acknowledged).toBeGreaterThan(0)
    const stored = await readBack(dataDir)
    expect(stored.codes.length).toBeGreaterThanOrEqual(acknowledged)
    expect(stored.codes.length).toBeLessThan(rowCount)
    expectWhole(stored)
    expect((await finishImport(dataDir)).code).toBe(0)
    const completed = await readBack(dataDir)
    expect(completed.codes).toHaveLength(rowCount)
    expectWhole(completed)
    await rm(dataDir, { recursive: true })
  }
})

async function prepareChain(dataDir: string): Promise<void> {
  const administration = await openAdministration({ dataDir })
  await administration.createSeller({ sellerId: '111', name: 'kill' })
  await administration.createApp({ name: 'kill', sellerIds: ['111'], allowedIps: [], ...testApp })
  await administration.close()
}

/** The first rows of the file in their order, none missing and none twice, and counters that equal the counts. */
function expectWhole(stored: Stored): void {
  expect(stored.codes).toEqual(Array.from(stored.codes, (_, n) => `K${n}`))
  expect(stored.total).toBe(stored.codes.length)
  for (const channel of channels) expect(stored.totals.get(channel)).toBe(stored.counts.get(channel) ?? 0)
}

/**
 * Runs an import and kills it some time after the first acknowledgement, however long the program takes to start.
 * @returns the last number of rows a line acknowledged, and what ended the program
 */
async function importUntilKilled(
  dataDir: string,
  afterMs: number,
): Promise<Readonly<{ acknowledged: number; signal: unknown }>> {
  const child = startImport(dataDir)
  const text = collect(child)
  const ended = once(child, 'close')
  let timer: NodeJS.Timeout | undefined
  child.stderr?.on('data', () => {
    if (text().includes('已导入 ')) timer ??= setTimeout(() => child.kill('SIGKILL'), afterMs)
  })
  const [, signal] = await ended
  clearTimeout(timer)
  const acknowledgements = [...text().matchAll(/已导入 (\d+) 行/g)].map(([, rows]) => Number(rows))
  return { acknowledged: Math.max(0, ...acknowledgements), signal }
}

async function finishImport(dataDir: string): Promise<{ code: unknown }> {
  const [code] = await once(startImport(dataDir), 'exit')
  return { code }
}

function startImport(dataDir: string): ChildProcess {
  const args = [commandFile, 'import', file, '--data', dataDir, '--seller', '111']
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
}

function collect(child: ChildProcess): () => string {
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (piece: string) => {
      text += piece
    })
  }
  return () => text
}

type Stored = Readonly<{
  codes: readonly string[]
  /** As counted over all pages. */
  counts: ReadonlyMap<string, number>
  total: number
  /** As the counters say. */
  totals: ReadonlyMap<string, number>
}>

/** What a caller sees afterwards: every coupon of every page, and the totals the counters give. */
async function readBack(dataDir: string): Promise<Stored> {
  const server = await startServer({
    host: '127.0.0.1',
    port: 0,
    dataDir,
    isDemo: false,
    isSandbox: false,
    logLevel: 'silent',
  })
  try {
    const client = new TopClient({ url: `${server.url}/router/rest`, ...testApp, timeoutMs: patienceMs })
    const codes: string[] = []
    const counts = new Map<string, number>()
    for await (const coupon of client.allCoupons({})) {
      codes.push(coupon.couponCode)
      counts.set(coupon.channel ?? '', (counts.get(coupon.channel ?? '') ?? 0) + 1)
    }
    const totals = new Map<string, number>()
    for (const channel of channels)
      totals.set(channel, (await client.queryCoupons({ channel, pageSize: 1, pageNum: 1 })).totalCount)
    const { totalCount } = await client.queryCoupons({ pageSize: 1, pageNum: 1 })
    return { codes, counts, total: totalCount, totals }
  } finally {
    await server.close()
  }
}
