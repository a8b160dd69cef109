import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { runAct } from '#domain/lifecycle/lifecycle-store'
import { saveTemplate } from '#domain/lifecycle/save-template'
import { openStore } from '#store/open-store'
import { draftOf } from '#testing/example-draft'
import { templateOf } from '#testing/example-template'
import { issuerOf } from '#testing/issue-drafts'
import { temporaryFolder } from '#testing/temporary-folder'

const dataDir = join(temporaryFolder(), 'data')
const rounds = 20
const callers = 32
const nowMs = Date.parse('2026-11-24T12:00:00+08:00')

const fileOf = (path: string) => JSON.stringify(new URL(path, import.meta.url).href)

/** Redeems each coupon, and claims each template's only one, with many callers at once; tells which of them won. */
const program = `
  import { randomBytes } from 'node:crypto'
  import { openStore } from ${fileOf('../open-store.ts')}
  import { redeemCoupons } from ${fileOf('../../domain/lifecycle/redeem-coupons.ts')}
  import { unpriced } from ${fileOf('../../domain/lifecycle/judge-on-order.ts')}
  import { claimCoupons } from ${fileOf('../../domain/lifecycle/claim-coupons.ts')}
  const [, dataDir, name] = process.argv
  const store = await openStore({ dataDir })
  const lifecycle = store.lifecycleStore
  const won = []
  const refused = []
  for (let round = 0; round < ${rounds}; round += 1) {
    const calls = Array.from({ length: ${callers} }, (_, place) => {
      const orderId = [name, round, place].join('-')
      const request = (kind) => ({
        sellerId: '111', outRequestNo: kind + orderId, method: kind, content: '', actor: 'app:1', requestId: 'r', nowMs: ${nowMs},
      })
      const redeeming = { lifecycle, request: request('redeem'), couponCodes: ['c' + round], orderId, shop: undefined, ...unpriced, redeemedAtMs: undefined, randomBytes }
      const claiming = { lifecycle, request: request('claim'), couponId: 't' + round, member: { phone: undefined, cardNo: name + place }, count: 1, channel: undefined, randomBytes }
      return [redeemCoupons(redeeming), claimCoupons(claiming)]
    })
    for (const result of await Promise.all(calls.map(([redeemed]) => redeemed))) {
      if (result.kind === 'done') won.push(round)
      else refused.push([round, result.refusal.reason.orderId])
    }
    const claims = await Promise.all(calls.map(([, claimed]) => claimed))
    won.push(...claims.filter(({ kind }) => kind === 'done').map(() => 1000 + round))
  }
  await store.close()
  process.stdout.write(JSON.stringify({ won, refused }))
`

type Report = Readonly<{ won: readonly number[]; refused: readonly (readonly [number, string])[] }>

async function run(name: string): Promise<Report> {
  const started = ['--input-type=module', '--eval', program, dataDir, name]
  const { stdout } = await promisify(execFile)(process.execPath, started, { maxBuffer: 10_000_000 })
  return JSON.parse(stdout)
}

test('two programs that want the same coupons and stocks of one each get every one once', async () => {
  const store = await openStore({ dataDir })
  const lifecycle = store.lifecycleStore
  const drafts = Array.from({ length: rounds }, (_, round) =>
    draftOf({ couponCode: `c${round}`, startDate: undefined, endDate: undefined }),
  )
  await issuerOf(store).issueCoupons('111', drafts, nowMs)
  for (let round = 0; round < rounds; round += 1) {
    const request = { sellerId: '111', outRequestNo: `save-${round}`, method: 'save', content: '', nowMs }
    const terms = templateOf({ couponId: `t${round}`, stockTotal: 1 })
    await runAct(saveTemplate, { lifecycle, request: { ...request, actor: 'app:1', requestId: 'r' }, terms })
  }
  const reports = await Promise.all([run('left'), run('right')])
  const all = Array.from({ length: rounds }, (_, round) => round)
  const won = reports.flatMap((report) => report.won).toSorted((left, right) => left - right)
  expect(won).toEqual([...all, ...all.map((round) => 1000 + round)])
  const refused = reports.flatMap((report) => report.refused)
  expect(refused).toHaveLength(rounds * (2 * callers - 1))
  for (const round of all) {
    const winners = new Set(refused.flatMap(([of, orderId]) => (of === round ? [orderId] : [])))
    const state = (await store.lifecycleReader.findCoupon('111', `c${round}`))?.state
    expect([...winners]).toEqual([state?.kind === 'used' ? state.redemption?.orderId : 'nobody'])
  }
  const events = rounds * 4
  expect(await store.eventAuditor.verifyChain('111')).toEqual({ kind: 'intact', events })
  await store.close()
})
