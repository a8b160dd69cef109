import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSqliteEngine } from '#database/sqlite/open-sqlite-engine'
import { positional } from '#database/statement'
import { eraseMember } from '#domain/lifecycle/erase-member'
import { runAct } from '#domain/lifecycle/lifecycle-store'
import { mergeMembers } from '#domain/lifecycle/merge-members'
import { memberId } from '#domain/members/member'
import type { RefusalPlace } from '#domain/refusals/refused-call'
import { openStore, type Store } from '#store/open-store'
import { administer } from '#testing/administer'
import { draftOf } from '#testing/example-draft'
import { issuerOf } from '#testing/issue-drafts'
import { requestOf } from '#testing/requests'
import { temporaryFolder } from '#testing/temporary-folder'

const sellerId = '111'
const nowMs = Date.parse('2026-11-24T12:00:00+08:00')
const dataDir = temporaryFolder()
let store: Store

beforeAll(async () => {
  store = await openStore({ dataDir, masterKey: 'ab'.repeat(32) })
  await administer(store, nowMs).createSeller({ sellerId, name: '连锁' })
  const drafts = [
    { couponCode: 'of-m1', cardNo: '7000001' },
    { couponCode: 'of-m2', cardNo: '7000002' },
    { couponCode: 'of-m3', cardNo: '7000003' },
    { couponCode: 'of-m4', cardNo: '7000004' },
    { couponCode: 'of-nobody', cardNo: undefined },
  ].map((draft) => draftOf({ ...draft, phone: undefined, channel: 'erp' }))
  await issuerOf(store).issueCoupons(sellerId, drafts, nowMs)
  // What no member is named in has a key of its own, which the first such call makes.
  await keep({ couponCodes: ['of-nobody'] })
  const request = requestOf(sellerId)
  const { lifecycleStore: lifecycle, erasures } = store
  const selector = { memberId: memberId(1) }
  const erased = await eraseMember({ lifecycle, erasures, request, selector, reason: '本人要求' })
  expect(erased.kind).toBe('done')
})
afterAll(() => store.close())

let calls = 0

/** Keeps a refused call that names these. @returns its number */
async function keep(names: object): Promise<string> {
  calls += 1
  const requestId = `call${calls}`
  const call = { method: 'm', appKey: '1', atMs: nowMs, errorCode: 'NO', order: undefined, content: '{}', eventSeq: 1 }
  await store.refusalLog.keepRefusals([{ ...call, sellerId, requestId, names }])
  return requestId
}

async function memberKeys(): Promise<readonly number[]> {
  const engine = await openSqliteEngine(join(dataDir, 'member-keys.db'))
  const rows = await engine.reader.all(positional('SELECT member_no FROM member_key ORDER BY member_no'))
  await engine.close()
  return rows.map(([memberNo]) => Number(memberNo))
}

describe('a refused call makes no key', () => {
  test.each([
    ['an erased member with a coupon of nobody', 'M1', 'of-nobody', undefined],
    ['an erased member with a coupon of somebody who stays', 'M1', 'of-m2', '{}'],
    ['a member that there is not, with a coupon of nobody', 'M900000000000001', 'of-nobody', '{}'],
    ['a member that there is not, with a coupon of somebody', 'M500000000000001', 'of-m2', '{}'],
  ])('for %s', async (_what, named, couponCode, content) => {
    const before = await memberKeys()
    expect(before).not.toContain(1)
    const requestId = await keep({ memberId: named, couponCodes: [couponCode] })
    expect(await memberKeys()).toEqual(before)
    expect(await store.refusalLog.findRefusal(sellerId, requestId)).toMatchObject({ content })
  })
})

test('the calls of a member are read with those of the members merged into it, the newest first, page by page', async () => {
  const calls: string[] = []
  for (const couponCode of ['of-m4', 'of-m3', 'of-m4']) calls.unshift(await keep({ couponCodes: [couponCode] }))
  const merge = { from: memberId(3), into: memberId(4), reason: undefined }
  const request = requestOf(sellerId)
  const merged = await runAct(mergeMembers, { lifecycle: store.lifecycleStore, request, ...merge })
  expect(merged.kind).toBe('done')
  const page = (after: RefusalPlace | undefined) =>
    store.refusalLog.listRefusalsOfMember(sellerId, 4, { after, limit: 2 })
  const first = await page(undefined)
  expect([...first, ...(await page(first.at(-1)))].map(({ requestId }) => requestId)).toEqual(calls)
})
