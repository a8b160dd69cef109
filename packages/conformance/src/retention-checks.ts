import { expect } from 'expect'
import {
  issueCoupons,
  leaseOf,
  listEvents,
  noon,
  pass,
  type RemovalStep,
  type RetentionLease,
  requestOf,
  type Store,
  setRetention,
  takeLease,
} from '#server/testing'
import { type Checks, together } from './programs.ts'

const dayMs = 86_400_000
const days = 30
/** When numbers used at noon are older than the policy says. */
const laterMs = noon + (days + 1) * dayMs
/** The number of a change is younger than those that a pass removes. */
const operator = { nowMs: laterMs, actor: 'operator:retention' }

/** What every engine must do with request numbers that are older than their seller's policy says. */
export const retentionChecks: Checks = {
  async 'a number is removed with all its parts once its last part is old enough, and not before'({ one, sellerId }) {
    await use(one, sellerId, 'old')
    await use(one, sellerId, 'parts', { part: 1 })
    await use(one, sellerId, 'parts', { part: 2 })
    await use(one, sellerId, 'going-on', { part: 1 })
    await use(one, sellerId, 'going-on', { part: 2, nowMs: laterMs - days * dayMs })
    await use(one, sellerId, 'young', { nowMs: laterMs })
    await setDays(one, sellerId, days)
    const preview = await one.retentionReader.preview('request', { sellerId, beforeMs: oldNumbers.beforeMs })
    expect(preview).toMatchObject({ count: 2, kept: 3, bytes: expect.any(Number), oldestMs: noon })
    expect(preview.bytes).toBeGreaterThan(2 * 32)
    const bounded = { sellerId, beforeMs: oldNumbers.beforeMs, mostStatements: 0 }
    expect(await one.retentionReader.preview('request', bounded)).toMatchObject({ kept: undefined, isWhole: false })
    expect(await pass(one, sellerId, oldNumbers)).toBe(3)
    const none = await one.retentionReader.preview('request', { sellerId, beforeMs: oldNumbers.beforeMs })
    expect(none).toEqual({ count: 0, kept: 3, bytes: 0, oldestMs: undefined, isWhole: true })
    expect(await one.eventAuditor.verifyChain(sellerId)).toMatchObject({ kind: 'intact' })
    for (const [number, part, isKept] of [
      ...([
        ['going-on', 1, true],
        ['going-on', 2, true],
        ['young', 0, true],
      ] as const),
      ...([
        ['old', 0, false],
        ['parts', 1, false],
        ['parts', 2, false],
      ] as const),
    ]) {
      expect([number, part, await use(one, sellerId, number, { part, nowMs: laterMs })]).toEqual([number, part, isKept])
    }
    expect(await one.eventAuditor.verifyChain(sellerId)).toMatchObject({ kind: 'intact' })
  },

  async 'a pass that removed something leaves one event with numbers only, and one that did not leaves none'({
    one,
    other,
    sellerId,
  }) {
    for (let number = 0; number < 300; number += 1) await use(one, sellerId, `n${number}`)
    await setDays(one, sellerId, days)
    expect(await pass(other, sellerId, oldNumbers)).toBe(300)
    await setDays(one, sellerId, days + 1)
    expect(await pass(one, sellerId, oldNumbers)).toBe(0)
    const told = (await listEvents(one, sellerId)).filter(({ kind }) => kind === 'retention')
    expect(told).toMatchObject([
      { actor: 'operator:retention', after: '{"request_days":30}' },
      { actor: 'system', atMs: laterMs, after: '{"removed_requests":300,"request_days":30}' },
      { actor: 'operator:retention', after: '{"request_days":31}' },
    ])
  },

  async 'what an interrupted pass removed is in the event of the next one, also when the policy was switched off'({
    one,
    other,
    sellerId,
  }) {
    for (const number of ['a', 'b']) await use(one, sellerId, number)
    await setDays(one, sellerId, days)
    const lease = await takeLease(one, sellerId, laterMs)
    expect(await one.retentionWork.remove(stepOf(lease))).toEqual({ removed: 2, next: undefined })
    expect(await one.eventAuditor.verifyChain(sellerId)).toMatchObject({ kind: 'intact' })
    await setDays(other, sellerId, undefined)
    await other.retentionWork.endLease(await takeLease(other, sellerId, laterMs + 1), {
      nowMs: laterMs,
      nextPassMs: laterMs + 3,
    })
    expect((await listEvents(one, sellerId)).at(-1)).toMatchObject({
      after: '{"removed_requests":2,"request_days":null}',
    })
    expect(await leaseOf(one, sellerId)).toBeUndefined()
  },

  async 'of two servers one has the lease, and a policy set meanwhile ends it'({ one, other, sellerId }) {
    await use(one, sellerId, 'a')
    await setDays(one, sellerId, days)
    const before = await leaseOf(one, sellerId)
    if (before === undefined) throw new Error('the seller has no lease')
    const taken = await together(
      2,
      (place) => [one, other][place]?.retentionWork.takeLease(before, laterMs + place) ?? Promise.resolve(undefined),
    )
    expect(taken.filter((lease) => lease !== undefined)).toHaveLength(1)
    const lease = taken.find((one) => one !== undefined)
    await setDays(other, sellerId, undefined)
    if (lease === undefined) throw new Error('nobody has the lease')
    expect(await one.retentionWork.remove(stepOf(lease))).toBeUndefined()
    expect(await use(one, sellerId, 'a')).toBe(true)
    expect(await one.eventAuditor.verifyChain(sellerId)).toMatchObject({ kind: 'intact' })
  },

  async 'a step that finds its rows removed by another one leaves the sum as it is'({ one, at, sellerId }) {
    for (const number of ['a', 'b']) await use(one, sellerId, number)
    await setDays(one, sellerId, days)
    const lease = await takeLease(one, sellerId, laterMs)
    const steps = await together(2, (place) => at(place).retentionWork.remove(stepOf(lease)))
    expect(steps.reduce((sum, step) => sum + (step?.removed ?? 0), 0)).toBe(2)
    expect(await one.eventAuditor.verifyChain(sellerId)).toMatchObject({ kind: 'intact' })
  },

  async 'numbers are used, repeated and removed at the same time, and the sum over them stays right'({
    one,
    at,
    sellerId,
  }) {
    for (let number = 0; number < 60; number += 1) await use(one, sellerId, `n${number}`)
    await setDays(one, sellerId, days)
    const lease = await takeLease(one, sellerId, laterMs)
    const [removed = 0] = await together(31, async (place) => {
      if (place === 0) return (await one.retentionWork.remove(stepOf(lease)))?.removed
      await use(at(place), sellerId, `n${place}`, { nowMs: laterMs })
      await use(at(place + 1), sellerId, `new${place}`, { nowMs: laterMs })
      return undefined
    })
    expect(removed).toBeGreaterThanOrEqual(30)
    expect(await one.eventAuditor.verifyChain(sellerId)).toMatchObject({ kind: 'intact' })
    for (let place = 1; place < 31; place += 1) expect(await use(one, sellerId, `new${place}`)).toBe(true)
  },
}

async function setDays(store: Store, sellerId: string, request: number | undefined): Promise<void> {
  await setRetention(store, { sellerId, days: { request }, ...operator })
}

/** Uses a number. @returns whether it had been used before */
async function use(
  store: Store,
  sellerId: string,
  outRequestNo: string,
  { part = 0, nowMs = noon } = {},
): Promise<boolean> {
  const request = requestOf(sellerId, { outRequestNo, part, nowMs })
  const rows = [{ couponCode: `c-${outRequestNo}-${part}` }]
  const written = await issueCoupons({ lifecycle: store.lifecycleStore, request, rows })
  if (written.kind === 'done') return written.isAlreadyDone
  // A coupon that exists is refused, which shows that the number was not known.
  expect(written).toMatchObject({ kind: 'refused' })
  return false
}

const oldNumbers = { kind: 'request', beforeMs: laterMs - days * dayMs, nowMs: laterMs } as const

function stepOf(lease: RetentionLease): RemovalStep {
  return { ...oldNumbers, lease, after: '' }
}
