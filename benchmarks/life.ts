import { randomBytes as systemRandomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CouponDraft } from '../packages/server/src/domain/coupon/coupon-store.ts'
import { claimCoupons } from '../packages/server/src/domain/lifecycle/claim-coupons.ts'
import { issueCoupons } from '../packages/server/src/domain/lifecycle/issue-coupons.ts'
import { unpriced } from '../packages/server/src/domain/lifecycle/judge-on-order.ts'
import type { WriteRequest } from '../packages/server/src/domain/lifecycle/lifecycle-store.ts'
import { redeemCoupons } from '../packages/server/src/domain/lifecycle/redeem-coupons.ts'
import { runAct } from '../packages/server/src/domain/lifecycle/run-act.ts'
import { saveTemplate } from '../packages/server/src/domain/lifecycle/save-template.ts'
import { createRandomPool } from '../packages/server/src/encryption/random-pool.ts'
import { openStore, type Store } from '../packages/server/src/store/open-store.ts'
import { draftOf as exampleDraft } from '../packages/server/src/testing/example-draft.ts'
import { templateOf } from '../packages/server/src/testing/example-template.ts'
import { isMariadbInstalled } from '../scripts/mariadb/installed-programs.ts'
import { startMariadb } from '../scripts/mariadb/start-mariadb.ts'
import { type BareInserts, openBareInserts } from './harness/bare-database.ts'
import { type BareServerInserts, openBareServerInserts } from './harness/bare-server-inserts.ts'
import { median } from './harness/load.ts'
import { scatteredCode } from './harness/scattered-code.ts'

/** As a server has it. */
const randomBytes = createRandomPool(systemRandomBytes)
const sellerId = '111'
const callers = 64
const seconds = Number(process.env['BENCH_SECONDS'] ?? 1)
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 3)

/** Performs one write. @returns the number of coupons it wrote */
type Work = () => Promise<number>

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
  return [
    await onSqlite(),
    '',
    'On MariaDB, with a connection for each caller of the bare loop:',
    '',
    await onMariadb(),
  ].join('\n')
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

async function onMariadb(): Promise<string> {
  if (!isMariadbInstalled()) return 'skipped: mariadb-server is not installed'
  const server = await startMariadb(['innodb_buffer_pool_size=512M'])
  const masterKey = '5a'.repeat(32)
  const [storeUrl, bareUrl] = [await server.createSchema(), await server.createSchema()]
  const store = await openStore({ dataDir: '', storeUrl, masterKey })
  await (await openStore({ dataDir: '', storeUrl: bareUrl, masterKey })).close()
  const bare = openBareServerInserts(bareUrl, callers)
  try {
    const lines: string[] = [...tableHead]
    for (const one of await casesOnMariadb(store, bare)) lines.push(await benchmarkCase(one, new Map()))
    return lines.join('\n')
  } finally {
    await bare.close()
    await store.close()
    await server.stop()
  }
}

async function casesOnSqlite(store: Store, bare: BareInserts): Promise<readonly Case[]> {
  const limits = { stockTotal: 1e9, stockPerDay: 1e9, memberTotal: 1e6, memberPerDay: 1e6 }
  await save(store, { ...terms, couponId: 'unlimited' })
  await save(store, { ...terms, ...limits, couponId: 'limited' })
  const beside = (rows: number) => ({
    bare: async () => {
      bare.insert(bareDrafts(rows))
      return rows
    },
    bareAtOnce: 1,
  })
  const batches = 40 * Math.ceil(seconds * rounds)
  return [
    { name: 'issue 1', work: issue(store, 1), atOnce: 1, ...beside(1) },
    { name: 'issue 1', work: issue(store, 1), atOnce: callers, ...beside(callers) },
    { name: 'issue 100', work: issue(store, 100), atOnce: 1, ...beside(100) },
    { name: 'issue 1000', work: issue(store, 1000), atOnce: 1, ...beside(1000) },
    { name: 'redeem', work: await redeem(store, batches), atOnce: callers, ...beside(callers) },
    { name: 'claim, unlimited', work: claim(store, 'unlimited'), atOnce: callers, ...beside(callers) },
    { name: 'claim, limited', work: claim(store, 'limited'), atOnce: callers, ...beside(callers) },
  ]
}

/** After the 25,000 coupons or more that are prepared for redemptions, all members are known. */
async function casesOnMariadb(store: Store, bare: BareServerInserts): Promise<readonly Case[]> {
  await save(store, { ...terms, couponId: 'unlimited' })
  const insert = async () => {
    await bare.insert(bareDrafts(1))
    return 1
  }
  const redeeming = await redeem(store, Math.max(25, 10 * Math.ceil(seconds * rounds)))
  const writes = [
    ['issue 1', issue(store, 1)],
    ['redeem', redeeming],
    ['claim, unlimited', claim(store, 'unlimited')],
  ] as const
  return [1, callers].flatMap((atOnce) =>
    writes.map(([name, work]) => ({ name, work, atOnce, bare: insert, bareAtOnce: atOnce })),
  )
}

/** Runs the write and the bare loop alternately, under the same conditions. */
async function benchmarkCase(one: Case, rates: Map<string, number>): Promise<string> {
  const pairs: { ours: number; theirs: number }[] = []
  for (let round = 0; round < rounds; round += 1) {
    const ours = await perSecond(one.work, one.atOnce)
    pairs.push({ ours, theirs: await perSecond(one.bare, one.bareAtOnce) })
  }
  const ours = median(pairs.map((pair) => pair.ours))
  rates.set(one.name, ours)
  const theirs = median(pairs.map((pair) => pair.theirs))
  const ratio = median(pairs.map((pair) => pair.ours / pair.theirs))
  return `| ${one.name} | ${one.atOnce} | ${ours.toFixed(0)} | ${theirs.toFixed(0)} | ${ratio.toFixed(2)} |`
}

async function perSecond(work: Work, atOnce: number): Promise<number> {
  const startMs = performance.now()
  const endMs = startMs + seconds * 1000
  let done = 0
  const caller = async () => {
    while (performance.now() < endMs) {
      const more = await work()
      done += more
    }
  }
  await Promise.all(Array.from({ length: atOnce }, caller))
  return (done / (performance.now() - startMs)) * 1000
}

let numbers = 0

function request(method: string): WriteRequest {
  numbers += 1
  const content = `{"bench":${numbers}}`
  const actor = 'app:12345678'
  // Signatures are random, so the inserts into their key are scattered.
  const sign = { signDigest: randomBytes(16), callDigest: randomBytes(16) }
  return { sellerId, outRequestNo: `b${numbers}`, method, content, actor, requestId: 'bench', nowMs: Date.now(), sign }
}

function issue({ lifecycleStore }: Store, count: number): Work {
  return async () => {
    const rows = Array.from({ length: count }, () => rawCoupon())
    await issueCoupons({ lifecycle: lifecycleStore, request: request('issue'), rows })
    return count
  }
}

async function redeem({ lifecycleStore }: Store, batches: number): Promise<Work> {
  const codes: string[] = []
  for (let batch = 0; batch < batches; batch += 1) {
    const rows = Array.from({ length: 1000 }, () => rawCoupon())
    codes.push(...rows.map(({ couponCode }) => couponCode))
    await issueCoupons({ lifecycle: lifecycleStore, request: request('issue'), rows })
  }
  return async () => {
    const couponCode = codes.pop()
    if (couponCode === undefined) throw new Error('the prepared coupons are used up: prepare more')
    const outcome = await redeemCoupons({
      lifecycle: lifecycleStore,
      request: request('redeem'),
      couponCodes: [couponCode],
      orderId: `SO-${numbers}`,
      shop: '01',
      ...unpriced,
      redeemedAtMs: undefined,
      randomBytes,
    })
    if (outcome.kind !== 'done') throw new Error(`refused: ${JSON.stringify(outcome)}`)
    return 1
  }
}

function claim({ lifecycleStore }: Store, couponId: string): Work {
  return async () => {
    const member = { phone: phoneOf(numbers), cardNo: undefined }
    const input = {
      lifecycle: lifecycleStore,
      request: request('claim'),
      couponId,
      member,
      count: 1,
      channel: 'wechat',
    }
    const outcome = await claimCoupons({ ...input, randomBytes })
    if (outcome.kind !== 'done') throw new Error(`refused: ${JSON.stringify(outcome)}`)
    return 1
  }
}

async function save({ lifecycleStore }: Store, template: typeof terms): Promise<void> {
  await runAct(saveTemplate, { lifecycle: lifecycleStore, request: request('save'), terms: template })
}

let coupons = 0

function rawCoupon(): typeof rawTexts & Readonly<{ couponCode: string; phone: string }> {
  coupons += 1
  return { ...rawTexts, couponCode: scatteredCode(coupons), phone: phoneOf(coupons) }
}

let bareRows = 0

function bareDrafts(rows: number): readonly CouponDraft[] {
  const first = bareRows
  bareRows += rows
  return Array.from({ length: rows }, (_, row) => bareDraft(first + row + 1))
}

function bareDraft(number: number): CouponDraft {
  const { couponAmount, orderAmount, couponCode, phone, ...texts } = {
    ...rawTexts,
    phone: phoneOf(number),
    couponCode: scatteredCode(number),
  }
  const amounts = { couponAmountFen: Number(couponAmount) * 100, orderAmountFen: Number(orderAmount) * 100 }
  const absent = { cardNo: undefined, description: undefined, attribute: undefined }
  return {
    terms: { ...exampleDraft().terms, ...absent, ...texts, ...amounts, couponCode, phone },
    state: { kind: 'unused' },
  }
}

const rawTexts = {
  couponId: '11',
  couponName: '满199减99',
  channel: 'erp',
  couponAmount: '99',
  orderAmount: '199',
  startDate: '2020-01-01',
  endDate: '2099-12-31',
  billDate: '2026-11-24',
  shop: '01,02',
  category: '1001,10012',
} as const

const terms = templateOf({
  couponId: '11',
  couponName: '满199减99',
  kind: 'full_reduction',
  couponAmountFen: 9_900,
  orderAmountFen: 19_900,
  shop: '01,02',
  category: '1001,10012',
  returnPolicy: { kind: 'none', extendDays: 0 },
})

function phoneOf(number: number): string {
  return `186${String((number * 7919) % 25_000).padStart(8, '0')}`
}

if (import.meta.main) console.log(await benchmarkLifecycle())
