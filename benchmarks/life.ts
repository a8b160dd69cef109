import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore, type Store } from '../packages/server/src/store/open-store.ts'
import { type BareInserts, openBareInserts } from './harness/bare-database.ts'
import {
  bareDrafts,
  claim,
  issue,
  issueToNew,
  measure,
  save,
  terms,
  Unused,
  type Work,
} from './harness/lifecycle-works.ts'
import { median } from './harness/load.ts'
import { benchmarkServerWrites } from './server-writes.ts'

const callers = 64
const seconds = Number(process.env['BENCH_SECONDS'] ?? 1)
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 3)

type Case = Readonly<{ name: string; work: Work; atOnce: number; bare: Work; bareAtOnce: number }>

const tableHead = [
  '| write | in parallel | ours, coupons/s | bare insert + commit, coupons/s | ratio |',
  '|---|---|---|---|---|',
] as const

/**
 * Measures writes of the coupon lifecycle, with rules and store in this process, in coupons per second. Each is
 * compared with a bare loop that inserts and commits the same coupon rows into the same table on the same engine in the
 * same run, but without events, hashes, counters, request numbers and answers.
 * @returns Markdown tables: on SQLite, and on MariaDB where it is installed
 */
export async function benchmarkLifecycle(): Promise<string> {
  return [await onSqlite(), '', await benchmarkServerWrites({ seconds, rounds })].join('\n')
}

async function onSqlite(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'yaoquan-bench-life-'))
  const store = await openStore({ dataDir: join(folder, 'data') })
  const bare = openBareInserts(join(folder, 'bare.db'))
  try {
    const rates = new Map<string, number>()
    const lines: string[] = [...tableHead]
    for (const one of await casesOnSqlite(store, bare)) lines.push(await benchmarkCase(one, rates))
    const limited = (rates.get('claim, limited') ?? 0) / (rates.get('claim, unlimited') ?? 1)
    lines.push('', `claim, limited: ${limited.toFixed(2)} of unlimited at ${callers} callers (promised: 0.33 or more)`)
    return lines.join('\n')
  } finally {
    bare.close()
    await store.close()
    await rm(folder, { recursive: true, force: true })
  }
}

async function casesOnSqlite(store: Store, bare: BareInserts): Promise<readonly Case[]> {
  const seller = { store, sellerId: '111', members: 25_000 }
  const unused = new Unused(seller)
  const limits = { stockTotal: 1e9, stockPerDay: 1e9, memberTotal: 1e6, memberPerDay: 1e6 }
  await save(seller, { ...terms, couponId: 'unlimited' })
  await save(seller, { ...terms, ...limits, couponId: 'limited' })
  const beside = (rows: number) => ({
    bare: async () => {
      bare.insert(bareDrafts(rows))
      return rows
    },
    bareAtOnce: 1,
  })
  await unused.prepare(40 * Math.ceil(seconds * rounds))
  return [
    { name: 'issue 1', work: issue(seller, 1), atOnce: 1, ...beside(1) },
    { name: 'issue 1', work: issue(seller, 1), atOnce: callers, ...beside(callers) },
    { name: 'issue 1, new member', work: issueToNew(seller), atOnce: callers, ...beside(callers) },
    { name: 'issue 100', work: issue(seller, 100), atOnce: 1, ...beside(100) },
    { name: 'issue 1000', work: issue(seller, 1000), atOnce: 1, ...beside(1000) },
    { name: 'redeem', work: unused.redeem, atOnce: callers, ...beside(callers) },
    { name: 'claim, unlimited', work: claim(seller, 'unlimited'), atOnce: callers, ...beside(callers) },
    { name: 'claim, limited', work: claim(seller, 'limited'), atOnce: callers, ...beside(callers) },
  ]
}

/** Runs the write and the bare loop alternately, under the same conditions. */
async function benchmarkCase(one: Case, rates: Map<string, number>): Promise<string> {
  const pairs: { ours: number; theirs: number }[] = []
  for (let round = 0; round < rounds; round += 1) {
    const ours = (await measure(one.work, one.atOnce, seconds)).perSecond
    pairs.push({ ours, theirs: (await measure(one.bare, one.bareAtOnce, seconds)).perSecond })
  }
  const ours = median(pairs.map((pair) => pair.ours))
  rates.set(one.name, ours)
  const theirs = median(pairs.map((pair) => pair.theirs))
  const ratio = median(pairs.map((pair) => pair.ours / pair.theirs))
  return `| ${one.name} | ${one.atOnce} | ${ours.toFixed(0)} | ${theirs.toFixed(0)} | ${ratio.toFixed(2)} |`
}

if (import.meta.main) console.log(await benchmarkLifecycle())
