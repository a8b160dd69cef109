import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { positional } from '#database/statement'
import { issueDrafts } from '#domain/lifecycle/issue-drafts'
import { runAct, type WriteRequest } from '#domain/lifecycle/lifecycle-store'
import { setShopGroup } from '#domain/lifecycle/set-shop-group'
import { beginFor, draft } from '#testing/lane-acts'
import { type LaneStore, openLaneStore } from '#testing/lane-store'
import { newSeller, requestOf } from '#testing/requests'
import { temporaryFolder } from '#testing/temporary-folder'

let store: LaneStore

beforeAll(async () => {
  store = await openLaneStore(join(temporaryFolder(), 'lanes.db'))
})
afterAll(() => store?.close())

async function beginWith(sellerId: string, count: number): Promise<void> {
  await beginFor({ lifecycle: store.lifecycle, sellerId }, 'issue', count)
}

test('a group that fails as a whole runs again, and act by act the third time', async () => {
  for (const [times, transactions] of [
    [1, 2],
    [2, 14],
  ] as const) {
    const sellerId = newSeller()
    await beginWith(sellerId, 1)
    store.clear()
    let left: number = times
    store.setFault(({ text }) => {
      if (!text.startsWith('UPDATE event_head') || left === 0) return
      left -= 1
      throw new Error('too large')
    })
    const decided = new Map<number, number>()
    const counting = {
      ...issueDrafts,
      decide(given: Parameters<typeof issueDrafts.decide>[0]) {
        const place = Number(given.input.drafts[0]?.terms.couponCode.slice(5))
        decided.set(place, (decided.get(place) ?? 0) + 1)
        return issueDrafts.decide(given)
      },
    }
    const written = await Promise.all(
      Array.from({ length: 12 }, (_, place) => {
        const drafts = [draft(`code-${place + 1}`)]
        return runAct(counting, { lifecycle: store.lifecycle, request: requestOf(sellerId), drafts })
      }),
    )
    expect(written.every(({ kind }) => kind === 'done')).toBe(true)
    expect([store.transactions(), Math.max(...decided.values())]).toEqual([transactions, times + 1])
    store.clear()
    expect(await store.audit(sellerId)).toMatchObject({ kind: 'intact' })
  }
})

test('a dry run, and a part of a long work, have a transaction of their own', async () => {
  const sellerId = newSeller()
  await beginWith(sellerId, 1)
  store.clear()
  const issueAs = (place: number, changes: Parameters<typeof requestOf>[1]) =>
    runAct(issueDrafts, {
      lifecycle: store.lifecycle,
      request: requestOf(sellerId, changes),
      drafts: [draft(`code-${place}`)],
    })
  await Promise.all([
    issueAs(1, {}),
    issueAs(2, {}),
    issueAs(3, { isTried: true }),
    issueAs(4, { part: 1 }),
    issueAs(5, {}),
  ])
  expect(store.transactions()).toBe(4)
})

type Slowly = Readonly<{ code: string; ms: number; onDecided?: () => void }>

/** Issues a coupon by an act whose decision takes a time. */
function issueSlowly(sellerId: string, { code, ms, onDecided = () => undefined }: Slowly) {
  const slow = {
    ...issueDrafts,
    decide(given: Parameters<typeof issueDrafts.decide>[0]) {
      onDecided()
      store.passMs(ms)
      return issueDrafts.decide(given)
    },
  }
  const drafts = [draft(code)]
  return runAct(slow, { lifecycle: store.lifecycle, request: requestOf(sellerId), drafts })
}

test('a group that takes long ends before an act that reads again, and those that are left are the next one', async () => {
  const sellerId = newSeller()
  await beginWith(sellerId, 1)
  store.clear()
  const issue = (code: string) => issueSlowly(sellerId, { code, ms: 60 })
  await Promise.all(['a', 'b', 'c', 'd', 'e'].map(issue))
  expect(store.transactions()).toBe(1)
  store.clear()
  await Promise.all(['f', 'f', 'f', 'f', 'f'].map(issue))
  expect(store.transactions()).toBe(2)
})

test('a group ends after some time, however little its acts read', async () => {
  const sellerId = newSeller()
  await beginWith(sellerId, 1)
  store.clear()
  await Promise.all(['a', 'b', 'c', 'd'].map((code) => issueSlowly(sellerId, { code, ms: 250 })))
  expect(store.transactions()).toBe(2)
})

test('an act that waited too long for those before it is refused', async () => {
  const sellerId = newSeller()
  await beginWith(sellerId, 1)
  const late: Promise<unknown>[] = []
  const onDecided = () => late.push(issueSlowly(sellerId, { code: 'late', ms: 0 }).catch(String))
  await issueSlowly(sellerId, { code: 'slow', ms: 15_001, onDecided })
  expect(await Promise.all(late)).toEqual([expect.stringContaining('too busy')])
  expect(await issueSlowly(sellerId, { code: 'next', ms: 0 })).toMatchObject({ kind: 'done' })
})

test('an act sees the newest event after calls that ended at their signature', async () => {
  const sellerId = newSeller()
  await beginWith(sellerId, 4)
  const sign = { signDigest: Buffer.alloc(16, 1), callDigest: Buffer.alloc(16, 1) }
  const issue = (code: string, input: Partial<WriteRequest>) =>
    runAct(issueDrafts, {
      lifecycle: store.lifecycle,
      request: requestOf(sellerId, input),
      drafts: [draft(code)],
    })
  await issue('first', { sign })
  const newest = await store.engine.reader.one(
    positional('SELECT newest_seq FROM event_head WHERE seller_id = ?', [sellerId]),
  )
  const group = { name: '华东', shops: 'S1,S2' }
  const [reused, set] = await Promise.all([
    issue('second', { sign: { ...sign, callDigest: Buffer.alloc(16, 2) } }),
    runAct(setShopGroup, { lifecycle: store.lifecycle, request: requestOf(sellerId), ...group }),
  ])
  expect([reused, set]).toMatchObject([{ kind: 'sign-reused' }, { answer: { version: Number(newest?.[0]) + 1 } }])
})

test('a group of large acts ends after some thousand rows', async () => {
  const sellerId = newSeller()
  await beginWith(sellerId, 1)
  store.clear()
  const issueMany = (name: string) => {
    // What reads while it writes sends what was collected.
    const drafts = Array.from({ length: 1000 }, (_, place) => {
      const { terms, state } = draft(`${name}-${place}`)
      return { terms: { ...terms, attribute: `${name} ${place}` }, state }
    })
    return runAct(issueDrafts, { lifecycle: store.lifecycle, request: requestOf(sellerId), drafts })
  }
  await Promise.all(['a', 'b', 'c'].map(issueMany))
  expect(store.transactions()).toBe(3)
})
