import { setTimeout as delay } from 'node:timers/promises'
import type { MariadbNode } from '../mariadb/mariadb-node.ts'
import { type CallFigures, type Calling, figuresBetween, keepCalling } from './keep-calling.ts'
import type { GroupServer } from './server-group.ts'

/** Figures of calls before, during and after a fault. */
export type FaultFigures = Readonly<{
  name: string
  calls: string
  before: CallFigures
  during: CallFigures
  /** From 3 s after the fault began. */
  settled: CallFigures
  after: CallFigures
}>

export type FaultTimes = Readonly<{ beforeMs: number; faultMs: number; afterMs: number }>

const settlingMs = 3_000

/** Callers per server: of the busy seller and of its neighbour. */
const issuers = 4
const neighbours = 2

/** Freezes one of several servers during writes of the same seller. */
export async function freezeServer(
  servers: readonly GroupServer[],
  times: FaultTimes,
): Promise<readonly FaultFigures[]> {
  const [frozen, ...others] = servers
  if (frozen === undefined) throw new Error('there is no server to freeze')
  const own = issue(frozen, 'own')
  const fault = { name: 'a server is frozen', begin: async () => frozen.process.suspend('SIGSTOP') }
  const figures = await underWrites(others, { ...fault, end: async () => frozen.process.suspend('SIGCONT') }, times)
  await own.stop()
  return figures
}

/** Calls a server whose host's clock is ahead, like a load balancer that has not checked `/ready` yet. */
export async function callServerAhead(
  servers: readonly GroupServer[],
  ahead: GroupServer,
  times: FaultTimes,
): Promise<readonly FaultFigures[]> {
  let calling: Calling | undefined
  const begin = async () => {
    calling = issue(ahead, 'ahead')
  }
  const name = 'a server is 540 s ahead'
  return underWrites(servers, { name, begin, end: async () => calling?.stop() }, times)
}

/** Freezes a database node that serves only reads. */
export async function freezeReadNode(
  servers: readonly GroupServer[],
  node: MariadbNode,
  times: FaultTimes,
): Promise<readonly FaultFigures[]> {
  const reads = servers.map((server) =>
    keepCalling(issuers, (number) =>
      server.neighbour.queryCoupons({ phone: `1390000${String(number % 10_000).padStart(4, '0')}` }),
    ),
  )
  const fault = { name: 'a read node is frozen', begin: async () => node.freeze(), end: async () => node.thaw() }
  const figures = await measureFault([{ calls: 'queries', calling: merged(reads) }], fault, times)
  await Promise.all(reads.map((calling) => calling.stop()))
  return figures
}

type Fault = Readonly<{ name: string; begin: () => Promise<unknown>; end: () => Promise<unknown> }>
type Load = Readonly<{ calls: string; calling: Calling }>

async function underWrites(servers: readonly GroupServer[], fault: Fault, times: FaultTimes) {
  const busy = servers.map((server, place) => issue(server, `busy-${place}`))
  const beside = servers.map((server, place) =>
    keepCalling(neighbours, (number) => issueOne(server.neighbour, `neighbour-${fault.name}-${place}-${number}`, 1)),
  )
  const loads = [
    { calls: 'issues of the same seller', calling: merged(busy) },
    { calls: 'issues of a neighbour', calling: merged(beside) },
  ]
  const figures = await measureFault(loads, fault, times)
  await Promise.all([...busy, ...beside].map((calling) => calling.stop()))
  return figures
}

async function measureFault(loads: readonly Load[], { name, begin, end }: Fault, times: FaultTimes) {
  // The first calls of a server prepare its statements.
  await delay(1_000)
  const startMs = performance.now()
  await delay(times.beforeMs)
  const faultMs = performance.now()
  await begin()
  await delay(times.faultMs)
  const endMs = performance.now()
  await end()
  await delay(times.afterMs)
  const overMs = performance.now()
  return loads.map(
    ({ calls, calling }): FaultFigures => ({
      name,
      calls,
      before: figuresBetween(calling, startMs, faultMs),
      during: figuresBetween(calling, faultMs, endMs),
      settled: figuresBetween(calling, Math.min(faultMs + settlingMs, endMs - 1), endMs),
      after: figuresBetween(calling, endMs, overMs),
    }),
  )
}

let groups = 0

function issue(server: GroupServer, name: string): Calling {
  groups += 1
  const group = groups
  return keepCalling(issuers, (number) => issueOne(server.busy, `${name}-${group}-${number}`, 5))
}

function issueOne(client: GroupServer['busy'], outRequestNo: string, count: number): Promise<unknown> {
  const coupons = Array.from({ length: count }, (_, place) => ({ couponCode: `${outRequestNo}-${place}` }))
  return client.issueCoupons({ outRequestNo, coupons })
}

/** Combines the answers of several groups of callers, in order of time. */
function merged(callings: readonly Calling[]): Calling {
  return {
    get answered() {
      return callings.flatMap(({ answered }) => answered).toSorted((left, right) => left.atMs - right.atMs)
    },
    async stop() {
      await Promise.all(callings.map((calling) => calling.stop()))
    },
  }
}
