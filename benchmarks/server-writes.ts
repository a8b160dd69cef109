import { openStore, type Store } from '../packages/server/src/store/open-store.ts'
import { isGaleraInstalled, isMariadbInstalled } from '../scripts/mariadb/installed-programs.ts'
import type { MariadbNode } from '../scripts/mariadb/mariadb-node.ts'
import { startGalera } from '../scripts/mariadb/start-galera.ts'
import { startMariadb } from '../scripts/mariadb/start-mariadb.ts'
import { openBareServerInserts } from './harness/bare-server-inserts.ts'
import { startDelayingProxy } from './harness/delaying-proxy.ts'
import {
  bareDrafts,
  claim,
  inTurns,
  issue,
  issueToNew,
  type Measured,
  measure,
  type Seller,
  save,
  terms,
  Unused,
  type Work,
} from './harness/lifecycle-works.ts'
import { median } from './harness/load.ts'
import { processorSecondsOf } from './harness/process-usage.ts'
import { firstOf, pidOf } from './served-writes.ts'

/** `seconds` of a slice on SQLite; slices here are shorter, as there are many. */
export type Length = Readonly<{ seconds: number; rounds: number }>

/** Who writes, and how far the server is. */
type Setting = Readonly<{ callers: number; sellers: number; roundTripMs: number }>

const settings: readonly Setting[] = [
  { callers: 1, sellers: 1, roundTripMs: 0 },
  { callers: 16, sellers: 1, roundTripMs: 0 },
  { callers: 64, sellers: 1, roundTripMs: 0 },
  { callers: 64, sellers: 8, roundTripMs: 0 },
  { callers: 64, sellers: 1, roundTripMs: 1 },
  { callers: 64, sellers: 1, roundTripMs: 5 },
]
const masterKey = '5a'.repeat(32)
const members = 1000

/** A database server or cluster, which is written to at its first node. */
class Servers {
  readonly nodes: readonly MariadbNode[]
  readonly #url: (schema: string) => string
  #schemas = 0

  constructor({ nodes, url }: Readonly<{ nodes: readonly MariadbNode[]; url: (schema: string) => string }>) {
    this.nodes = nodes
    this.#url = url
  }

  async createSchema(): Promise<string> {
    this.#schemas += 1
    await this.nodes[0]?.sql(`CREATE DATABASE writes${this.#schemas}`)
    return firstOf(this.#url(`writes${this.#schemas}`))
  }

  async processorMs(): Promise<number> {
    const pids = await Promise.all(this.nodes.map(pidOf))
    return pids.reduce((sum, pid) => sum + processorSecondsOf(pid) * 1000, 0)
  }
}

/**
 * Measures writes on MariaDB and on Galera, with rules and store in this process, beside as many connections that insert and commit one row
 * each.
 * @returns Markdown
 */
export async function benchmarkServerWrites(given: Length): Promise<string> {
  const length = { ...given, seconds: given.seconds * 0.4 }
  return [await onMariadb(length), '', await onGalera(length)].join('\n')
}

async function onMariadb(length: Length): Promise<string> {
  if (!isMariadbInstalled()) return 'On MariaDB: skipped: mariadb-server is not installed'
  const server = await startMariadb(['innodb_buffer_pool_size=512M'])
  try {
    const servers = new Servers({ nodes: [server.node], url: server.url })
    const table = await benchmarkServers('MariaDB', servers, length)
    return [table, '', ...(await benchmarkNeighbours(servers, length))].join('\n')
  } finally {
    await server.stop()
  }
}

async function onGalera(length: Length): Promise<string> {
  if (!isGaleraInstalled()) return 'On Galera: skipped: galera-4 is not installed'
  const cluster = await startGalera()
  try {
    return await benchmarkServers('Galera, three nodes', new Servers(cluster), length)
  } finally {
    await cluster.stop()
  }
}

async function benchmarkServers(name: string, servers: Servers, length: Length): Promise<string> {
  const lines = [
    `On ${name}, with a connection for each caller of the bare loop:`,
    '',
    '| write | callers | sellers | round trip, ms | ours/s | p99, ms | bare/s | ratio | processor of this process, ms a write | of the database |',
    '|---|---|---|---|---|---|---|---|---|---|',
  ]
  for (const setting of settings) lines.push(...(await benchmarkSetting(servers, setting, length)))
  return lines.join('\n')
}

type Turn = Readonly<{ ours: Measured; ratio: number; ownMs: number; databaseMs: number }>

async function benchmarkSetting(server: Servers, setting: Setting, length: Length): Promise<readonly string[]> {
  const { callers, sellers, roundTripMs } = setting
  const [storeUrl, bareUrl] = [await server.createSchema(), await server.createSchema()]
  const proxy = roundTripMs === 0 ? undefined : await startDelayingProxy({ targetPort: portOf(storeUrl), roundTripMs })
  const near = await openStore({ dataDir: '', storeUrl, masterKey })
  await (await openStore({ dataDir: '', storeUrl: bareUrl, masterKey })).close()
  const store = await openStore({ dataDir: '', storeUrl: throughPort(storeUrl, proxy?.port), masterKey })
  const bare = openBareServerInserts(throughPort(bareUrl, proxy?.port), callers)
  const insert = async () => {
    await bare.insert(bareDrafts(1))
    return 1
  }
  try {
    const works = await worksOf(near, store, { setting, length })
    const measured = new Map<string, Turn[]>()
    const theirs: number[] = []
    for (let round = 0; round < length.rounds; round += 1) {
      const { perSecond } = await measure(insert, callers, length.seconds)
      theirs.push(perSecond)
      for (const [name, work] of works) {
        const before = { own: process.cpuUsage(), database: await server.processorMs() }
        const ours = await measure(work, callers, length.seconds)
        const { user, system } = process.cpuUsage(before.own)
        const writes = ours.waitsMs.length
        const turn = {
          ours,
          ratio: ours.perSecond / perSecond,
          ownMs: (user + system) / 1000 / writes,
          databaseMs: ((await server.processorMs()) - before.database) / writes,
        }
        measured.set(name, [...(measured.get(name) ?? []), turn])
      }
    }
    return [...measured].map(([name, turns]) => {
      const of = (value: (turn: Turn) => number, digits = 0) => median(turns.map(value)).toFixed(digits)
      const p99 = percentile99(turns.flatMap((turn) => turn.ours.waitsMs)).toFixed(0)
      const cells = [
        of((turn) => turn.ours.perSecond),
        p99,
        median(theirs).toFixed(0),
        of((turn) => turn.ratio, 2),
        of((turn) => turn.ownMs, 2),
        of((turn) => turn.databaseMs, 2),
      ]
      return `| ${name} | ${callers} | ${sellers} | ${roundTripMs} | ${cells.join(' | ')} |`
    })
  } finally {
    await bare.close()
    await store.close()
    await near.close()
    await proxy?.close()
  }
}

/** @param near the same store without a proxy, for what is prepared */
async function worksOf(
  near: Store,
  store: Store,
  { setting, length }: Readonly<{ setting: Setting; length: Length }>,
): Promise<readonly (readonly [string, Work])[]> {
  const ids = Array.from({ length: setting.sellers }, (_, place) => `${111 + place}`)
  const sellers = ids.map((sellerId): Seller => ({ store, sellerId, members }))
  const works: Record<string, Work[]> = {}
  for (const seller of sellers) {
    await save({ ...seller, store: near }, { ...terms, couponId: 'unlimited' })
    const unused = new Unused({ ...seller, store: near })
    const coupons = setting.callers === 1 ? 500 : 10_000
    await unused.prepare(Math.ceil((coupons * length.seconds * length.rounds) / setting.sellers / 1000))
    const named = {
      'issue, known member': issue(seller, 1),
      'issue, new member': issueToNew(seller),
      redeem: unused.through(store).redeem,
      'claim, unlimited': claim(seller, 'unlimited'),
      'order.sync, 1 coupon': unused.through(store).sync,
    }
    for (const [name, work] of Object.entries(named)) works[name] = [...(works[name] ?? []), work]
  }
  return Object.entries(works).map(([name, each]) => [name, inTurns(each)] as const)
}

/** Two servers that write for one seller, and a till beside an import of its seller. */
async function benchmarkNeighbours(server: Servers, { seconds, rounds }: Length): Promise<readonly string[]> {
  const storeUrl = await server.createSchema()
  const [one, other] = [
    await openStore({ dataDir: '', storeUrl, masterKey }),
    await openStore({ dataDir: '', storeUrl, masterKey }),
  ]
  try {
    const seller: Seller = { store: one, sellerId: '111', members }
    await issue(seller, 1000)()
    const length = seconds * rounds
    const [ours, theirs] = await Promise.all(
      [one, other].map((store) => measure(issue({ ...seller, store }, 1), 32, length)),
    )
    const [left = 0, right = 0] = [ours?.perSecond, theirs?.perSecond]
    const share = (100 * left) / (left + right)
    const unused = new Unused(seller)
    await unused.prepare(2)
    const importing = issue({ ...seller, store: other }, 1000)
    const [till, rows] = await Promise.all([measure(unused.redeem, 1, length), measure(importing, 1, length)])
    return [
      `Two servers of one seller, 32 callers each: ${(left + right).toFixed(0)} issues a second, of which one has ${share.toFixed(0)} %.`,
      `A till beside an import of the same seller (${rows.perSecond.toFixed(0)} rows a second, in this process too): redeem p50 ${median(till.waitsMs).toFixed(0)} ms, p99 ${percentile99(till.waitsMs).toFixed(0)} ms (promised: below 300).`,
    ]
  } finally {
    await one.close()
    await other.close()
  }
}

function percentile99(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right)
  return sorted[Math.floor(sorted.length * 0.99)] ?? 0
}

function portOf(url: string): number {
  return Number(new URL(url).port)
}

function throughPort(url: string, port: number | undefined): string {
  const through = new URL(url)
  if (port !== undefined) through.port = String(port)
  return through.href
}

if (import.meta.main) console.log(await benchmarkServerWrites({ seconds: 1, rounds: 3 }))
