import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { CouponDraft } from '../packages/server/src/domain/coupon/coupon-store.ts'
import { runAct } from '../packages/server/src/domain/lifecycle/lifecycle-store.ts'
import { saveMember } from '../packages/server/src/domain/lifecycle/save-member.ts'
import { memberId } from '../packages/server/src/domain/members/member.ts'
import { openStore, type Store } from '../packages/server/src/store/open-store.ts'
import { draftOf as exampleDraft } from '../packages/server/src/testing/example-draft.ts'
import { issuerOf } from '../packages/server/src/testing/issue-drafts.ts'
import { sellerId } from './harness/large-seller.ts'
import { median } from './harness/load.ts'

/** Of each kind; those before `measuredFrom` warm up the compiler. */
const members = 2_000
const measuredFrom = 200
/** Calls of one turn of the event loop. */
const callsAtOnce = 25
const turnsAtOnce = 2
/** Who has coupons under one phone and one card, and who under three of each. */
const kinds = { one: 'one phone and card', three: 'three phones and cards' } as const
type Kind = keyof typeof kinds
/** The phone and card of each of a member's coupons; 0 is none. */
const couponsOf = {
  one: Array.from({ length: 8 }, () => [1, 1] as const),
  three: [...[1, 2, 3, 1, 2, 3].map((place) => [place, place] as const), [1, 0], [2, 0]] as const,
} as const

/**
 * Measures pages of members' coupons by phone in the store, in this process: the first page of a member, the page read again, and its
 * tag, in turns for members of both kinds. The least and the median of many turns: other programs only make a turn longer.
 * @returns a Markdown table
 */
export async function benchmarkMembers(): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'yaoquan-bench-members-'))
  const filling = await openStore({ dataDir })
  await fill(filling)
  await filling.close()
  const store = await openStore({ dataDir })
  try {
    const query = (kind: Kind, member: number) =>
      ({ sellerId, filter: { phone: phoneOf(kind, member, 1) }, pageSize: 10, pageNum: 1 }) as const
    const page = (kind: Kind) => (member: number) => store.couponReader.findCouponPage(query(kind, member))
    const tag = (kind: Kind) => (member: number) => store.couponReader.findPageTag(query(kind, member))
    for (const kind of ['one', 'three'] as const) {
      for (let member = 0; member < measuredFrom; member += 1) await page(kind)(member)
      for (let member = 0; member < measuredFrom; member += 1) await tag(kind)(member)
    }
    const lines = ['| 8 coupons of a member with | least µs | median |', '|---|---|---|']
    for (const [name, work] of [
      ['first page', page],
      ['page again', page],
      ['first tag', tag],
      ['tag again', tag],
    ] as const) {
      for (const kind of ['one', 'three'] as const)
        lines.push(`| ${kinds[kind]}: ${name} | ${await timed(work(kind))} |`)
    }
    return lines.join('\n')
  } finally {
    await store.close()
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function timed(work: (member: number) => Promise<unknown>): Promise<string> {
  const times: number[] = []
  const atOnce = callsAtOnce * turnsAtOnce
  for (let first = measuredFrom; first + atOnce <= members; first += atOnce) {
    const startMs = performance.now()
    for (let turn = 0; turn < turnsAtOnce; turn += 1) {
      const from = first + turn * callsAtOnce
      await Promise.all(Array.from({ length: callsAtOnce }, (_, place) => work(from + place)))
      await nextTurn()
    }
    times.push(((performance.now() - startMs) * 1000) / atOnce)
  }
  return `${Math.min(...times).toFixed(1)} | ${median(times).toFixed(1)}`
}

async function fill(store: Store): Promise<void> {
  for (let member = 0; member < members; member += callsAtOnce) {
    await Promise.all(Array.from({ length: callsAtOnce }, (_, place) => saveThree(store, member + place)))
  }
  for (let first = 0; first < members; first += 50) {
    for (const kind of ['one', 'three'] as const) {
      const drafts = Array.from({ length: 50 }, (_, place) => draftsOf(kind, first + place)).flat()
      await issuerOf(store).issueCoupons(sellerId, drafts, Date.now())
    }
  }
}

async function saveThree({ lifecycleStore: lifecycle }: Store, member: number): Promise<void> {
  let id: string | undefined
  for (const place of [1, 2, 3]) {
    const outRequestNo = `save ${member} ${place}`
    const actor = 'app:12345678'
    const request = { sellerId, outRequestNo, method: 'save', content: outRequestNo, actor, requestId: 'bench' }
    const selector = { memberId: id, phone: phoneOf('three', member, place), cardNo: cardOf('three', member, place) }
    const saved = await runAct(saveMember, {
      lifecycle,
      request: { ...request, nowMs: Date.now(), sign: undefined },
      selector,
      change: {},
      mayShare: false,
    })
    if (saved.kind !== 'done') throw new Error(`refused: ${JSON.stringify(saved)}`)
    id = memberId(saved.answer.memberNo)
  }
}

function draftsOf(kind: Kind, member: number): readonly CouponDraft[] {
  return couponsOf[kind].map(([phone, card], place) => ({
    terms: {
      ...exampleDraft().terms,
      couponCode: `${kind}${member}x${place}`,
      couponId: 'T1',
      phone: phoneOf(kind, member, phone),
      cardNo: card === 0 ? undefined : cardOf(kind, member, card),
      startDate: '2026-01-01',
      endDate: '2027-12-31',
      billDate: '2026-01-01',
      attribute: '{"source":"benchmark"}',
    },
    state: { kind: 'unused' },
  }))
}

function phoneOf(kind: Kind, member: number, place: number): string {
  return `1${kind === 'one' ? 3 : 5}${place}${String(10_000_000 + member)}`
}

function cardOf(kind: Kind, member: number, place: number): string {
  return `8${kind === 'one' ? 1 : 2}${place}${String(10_000_000 + member)}`
}

if (import.meta.main) console.log(await benchmarkMembers())
