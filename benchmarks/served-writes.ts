import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { isGaleraInstalled, isMariadbInstalled } from '../scripts/mariadb/installed-programs.ts'
import type { MariadbNode } from '../scripts/mariadb/mariadb-node.ts'
import { startGalera } from '../scripts/mariadb/start-galera.ts'
import { startMariadb } from '../scripts/mariadb/start-mariadb.ts'
import { type BareServerInserts, openBareServerInserts } from './harness/bare-server-inserts.ts'
import { type ChildServer, startChild } from './harness/child-server.ts'
import type { ClosedLoopOrder, ClosedLoopTimes } from './harness/closed-loop.ts'
import { registerSeller } from './harness/large-seller.ts'
import { bareDrafts, measure } from './harness/lifecycle-works.ts'
import { median } from './harness/load.ts'
import { processorSecondsOf } from './harness/process-usage.ts'
import { type BodiesOf, prepareSeller, writes } from './harness/signed-writes.ts'

const seconds = Number(process.env['BENCH_SECONDS'] ?? 2)
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 3)
const callersEach = [1, 64] as const

type Engine = Readonly<{ name: string; url: (schema: string) => string; nodes: readonly MariadbNode[] }>

type Measured = Readonly<{ perSecond: number; p99Ms: number; ratio: number; ownMs: number; databaseMs: number }>

/**
 * Measures writes of one seller over HTTP, signed, with one server on database servers, beside as many connections that insert and commit
 * one row each. Caller, server and database share the cores.
 * @returns Markdown
 */
export async function benchmarkServedWrites(): Promise<string> {
  return [await onMariadb(), '', await onGalera()].join('\n')
}

async function onMariadb(): Promise<string> {
  if (!isMariadbInstalled()) return 'On MariaDB: skipped: mariadb-server is not installed'
  const server = await startMariadb(['innodb_buffer_pool_size=512M'])
  try {
    return await benchmarkEngine({ name: 'MariaDB', url: server.url, nodes: [server.node] })
  } finally {
    await server.stop()
  }
}

async function onGalera(): Promise<string> {
  if (!isGaleraInstalled()) return 'On Galera: skipped: galera-4 is not installed'
  const cluster = await startGalera()
  try {
    return await benchmarkEngine({ name: 'Galera, three nodes', ...cluster })
  } finally {
    await cluster.stop()
  }
}

/** The process of a database server. */
export async function pidOf({ sql }: MariadbNode): Promise<number> {
  return Number((await readFile((await sql('SELECT @@pid_file')).trim(), 'utf8')).trim())
}

async function benchmarkEngine(engine: Engine): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'yaoquan-bench-served-'))
  const storeUrl = engine.url('served')
  const bareUrl = engine.url('bare')
  const program = new URL('../packages/cli/bin/yaoquan.js', import.meta.url).pathname
  await engine.nodes[0]?.sql('CREATE DATABASE served; CREATE DATABASE bare')
  await registerSeller({ dataDir: join(folder, 'data'), storeUrl })
  await registerSeller({ dataDir: join(folder, 'bare'), storeUrl: bareUrl })
  const args = ['serve', '--port', '0', '--data', join(folder, 'data'), '--store', storeUrl]
  const server = await startChild([program, ...args], join(folder, 'log'))
  const bare = openBareServerInserts(firstOf(bareUrl), Math.max(...callersEach))
  try {
    const bodiesOf = await prepareSeller(server.url)
    const lines = [
      `On ${engine.name}:`,
      '',
      '| write | callers | ours/s | p99, ms | bare/s | ratio | processor of the server, ms a write | of the database |',
      '|---|---|---|---|---|---|---|---|',
    ]
    for (const callers of callersEach) {
      lines.push(...(await benchmarkCallers(callers, { engine, server, bare, bodiesOf })))
    }
    return lines.join('\n')
  } finally {
    await bare.close()
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

/** A URL with the first of its hosts only: the bare loop writes to one node, as Yaoquan does. */
export function firstOf(url: string): string {
  return url.replace(/,[^/]+/, '')
}

type Setting = Readonly<{ engine: Engine; server: ChildServer; bare: BareServerInserts; bodiesOf: BodiesOf }>

async function benchmarkCallers(callers: number, setting: Setting): Promise<readonly string[]> {
  const insert = async () => {
    await setting.bare.insert(bareDrafts(1))
    return 1
  }
  const bareRates: number[] = []
  const measured = new Map<string, Measured[]>()
  for (let round = 0; round < rounds; round += 1) {
    const { perSecond } = await measure(insert, callers, seconds)
    bareRates.push(perSecond)
    for (const write of writes) {
      measured.set(write, [...(measured.get(write) ?? []), await measureWrite(write, { callers, perSecond }, setting)])
    }
  }
  return [...measured].map(([write, turns]) => {
    const of = (value: (turn: Measured) => number, digits = 0) => median(turns.map(value)).toFixed(digits)
    const cells = [
      of((turn) => turn.perSecond),
      of((turn) => turn.p99Ms),
      median(bareRates).toFixed(0),
      of((turn) => turn.ratio, 2),
      of((turn) => turn.ownMs, 2),
      of((turn) => turn.databaseMs, 2),
    ]
    return `| ${write} | ${callers} | ${cells.join(' | ')} |`
  })
}

const noTimes: ClosedLoopTimes = { timesMs: [], tookMs: 0, failures: ['the callers said nothing'] }

async function measureWrite(
  write: (typeof writes)[number],
  { callers, perSecond }: Readonly<{ callers: number; perSecond: number }>,
  { engine, server, bodiesOf }: Setting,
): Promise<Measured> {
  const most = Math.ceil((callers === 1 ? 1_000 : 6_000) * seconds)
  const workerData: ClosedLoopOrder = { url: server.url, bodies: await bodiesOf(write, most), callers, seconds }
  const pids = await Promise.all(engine.nodes.map(pidOf))
  const databaseMs = () => pids.reduce((sum, pid) => sum + processorSecondsOf(pid) * 1000, 0)
  const before = { own: server.processorMs(), database: databaseMs() }
  const worker = new Worker(new URL('./harness/closed-loop.ts', import.meta.url), { workerData })
  const [times]: ClosedLoopTimes[] = await once(worker, 'message')
  const { timesMs, tookMs, failures } = times ?? noTimes
  if (failures.length > 0) throw new Error(`${write} was refused: ${failures[0]}`)
  const ours = (timesMs.length / tookMs) * 1000
  return {
    perSecond: ours,
    p99Ms: timesMs[Math.floor(timesMs.length * 0.99)] ?? 0,
    ratio: ours / perSecond,
    ownMs: (server.processorMs() - before.own) / timesMs.length,
    databaseMs: (databaseMs() - before.database) / timesMs.length,
  }
}

if (import.meta.main) console.log(await benchmarkServedWrites())
