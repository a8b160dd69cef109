import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, expect, test } from 'vitest'
import { eraseMember } from '#domain/lifecycle/erase-member'
import { runAct } from '#domain/lifecycle/lifecycle-store'
import { mergeMembers, unmergeMembers } from '#domain/lifecycle/merge-members'
import { saveMember } from '#domain/lifecycle/save-member'
import { voidCoupons } from '#domain/lifecycle/void-coupons'
import { type MemberNumber, memberId } from '#domain/members/member'
import { createKeyGeneration } from '#encryption/key-generation'
import { createMemberCipher } from '#store/members/member-cipher'
import { openStore, type Store } from '#store/open-store'
import { draftOf } from '#testing/example-draft'
import { orderVersionWith } from '#testing/example-order'
import { issuerOf } from '#testing/issue-drafts'
import { claim, hold, redeem, save, sync } from '#testing/lifecycle-calls'
import { MemberKeysInMemory } from '#testing/member-keys-in-memory'
import { noon, requestOf } from '#testing/requests'
import { temporaryFolder } from '#testing/temporary-folder'

const masterKey = 'ab'.repeat(32)
const sellerId = '111'
const root = temporaryFolder()
const opened: Store[] = []
let folders = 0

afterEach(async () => {
  for (const store of opened.splice(0)) await store.close()
})

async function open(): Promise<Readonly<{ store: Store; dataDir: string }>> {
  folders += 1
  const dataDir = join(root, `store-${folders}`)
  const store = await openStore({ dataDir, masterKey })
  opened.push(store)
  return { store, dataDir }
}

type Terms = Readonly<{ couponCode: string; phone?: string; cardNo?: string; attribute?: string }>

async function issue(store: Store, terms: Terms): Promise<void> {
  const open = { startDate: undefined, endDate: undefined, phone: undefined, cardNo: undefined, attribute: undefined }
  await issuerOf(store).issueCoupons(sellerId, [draftOf({ ...open, ...terms })], noon)
}

async function memberOf({ memberReader }: Store, named: Readonly<{ phone?: string; cardNo?: string }>) {
  const found = await memberReader.findMembersNamed(sellerId, { phone: undefined, cardNo: undefined, ...named })
  return found.at(0)?.memberNo ?? 0
}

async function erase({ lifecycleStore: lifecycle, erasures }: Store, memberNo: MemberNumber): Promise<void> {
  const selector = { memberId: memberId(memberNo) }
  const written = await eraseMember({ lifecycle, erasures, request: requestOf(sellerId), selector, reason: undefined })
  expect(written.kind).toBe('done')
}

async function attributeOf({ lifecycleReader }: Store, couponCode: string): Promise<string | undefined> {
  return (await lifecycleReader.findCoupon(sellerId, couponCode))?.terms.attribute
}

async function expectWhole({ eventAuditor }: Store): Promise<void> {
  expect(await eventAuditor.verifyChain(sellerId)).toMatchObject({ kind: 'intact' })
}

type TextRow = Readonly<{ text_ref: number; text_kind: number; text_sealed: Buffer | null; key_no: number }>

function textsIn(file: string): readonly TextRow[] {
  const database = new Database(file, { readonly: true })
  const rows = database.prepare<[], TextRow>('SELECT * FROM sealed_text ORDER BY text_ref').all()
  database.close()
  return rows
}

/** What whoever has the master key reads of texts without the keys of members. */
async function readWithoutMemberKeys(rows: readonly TextRow[]): Promise<readonly string[]> {
  const live = [createKeyGeneration(1, Buffer.from(masterKey, 'hex'))]
  const keyNos = rows.map(({ key_no }) => key_no)
  const openText = await createMemberCipher(new MemberKeysInMemory(), { live }).opener(sellerId, keyNos)
  return rows.flatMap(({ text_ref: ref, text_sealed: sealed, key_no: keyNo }) => {
    return (sealed && openText(sealed, { table: 'sealed_text', ref, keyNo })) ?? []
  })
}

test('the texts of one member are unreadable without its key, in a copy from before the erasure too', async () => {
  const { store, dataDir } = await open()
  await issue(store, { couponCode: 'c', phone: '1', attribute: '诸葛' })
  const holding = { couponCode: 'c', orderId: 'SO-13812345678', ttlSeconds: 60 }
  await hold(store, requestOf(sellerId, { outRequestNo: 'hold 13812345678' }), holding)
  const voiding = { lifecycle: store.lifecycleStore, request: requestOf(sellerId), couponCodes: ['c'] }
  await runAct(voidCoupons, { ...voiding, reason: '诸葛退货', withHeld: true })
  const memberNo = await memberOf(store, { phone: '1' })
  const file = join(dataDir, 'yaoquan.db')
  const before = textsIn(file)
  expect(before.map(({ key_no }) => key_no)).toEqual(before.map(() => memberNo))
  expect(before.map(({ text_kind }) => text_kind).toSorted()).toEqual([0, 0, 1, 1])
  expect(await readWithoutMemberKeys(before)).toEqual([])
  await erase(store, memberNo)
  expect(textsIn(file).map(({ text_sealed }) => text_sealed)).toEqual(before.map(() => null))
  await expectWhole(store)
})

test('a text of several members, of a template or of nobody is under the key of the store, once', async () => {
  const { store, dataDir } = await open()
  for (const phone of ['1', '2', '3']) await issue(store, { couponCode: `c${phone}`, phone, attribute: 'of several' })
  await issue(store, { couponCode: 'd', attribute: 'of nobody' })
  await save(store, requestOf(sellerId), { kind: 'gift', gift: 'of a template' })
  for (const phone of ['1', '2']) await claim(store, requestOf(sellerId), { phone })
  const texts = textsIn(join(dataDir, 'yaoquan.db'))
  expect(texts.map(({ key_no }) => key_no)).toEqual([0, 0, 0])
  expect((await readWithoutMemberKeys(texts)).join()).toMatch(/of several.*of nobody.*of a template/)
  await expectWhole(store)
})

test('coupons of a phone that another member shares keep their attribute until that one is erased too', async () => {
  const { store } = await open()
  await issue(store, { couponCode: 'c', phone: '13900000001', attribute: 'of both' })
  await issue(store, { couponCode: 'own', phone: '13900000001', cardNo: 'a', attribute: 'of the first' })
  await issue(store, { couponCode: 'x', cardNo: 'b' })
  const [first, second] = [await memberOf(store, { cardNo: 'a' }), await memberOf(store, { cardNo: 'b' })]
  const selector = { memberId: memberId(second), phone: '13900000001' }
  const { lifecycleStore: lifecycle } = store
  await runAct(saveMember, { lifecycle, request: requestOf(sellerId), selector, change: {}, mayShare: true })
  await erase(store, first)
  expect([await attributeOf(store, 'c'), await attributeOf(store, 'own')]).toEqual(['of both', undefined])
  await erase(store, second)
  expect(await attributeOf(store, 'c')).toBeUndefined()
  await expectWhole(store)
})

test('a coupon issued while members were merged keeps its attribute when only the other one is erased', async () => {
  const { store } = await open()
  await issue(store, { couponCode: 'x', cardNo: 'a' })
  await issue(store, { couponCode: 'y', cardNo: 'b' })
  const [from, into] = [await memberOf(store, { cardNo: 'a' }), await memberOf(store, { cardNo: 'b' })]
  const { lifecycleStore: lifecycle } = store
  const pair = { from: memberId(from), into: memberId(into), reason: undefined }
  const merged = await runAct(mergeMembers, { lifecycle, request: requestOf(sellerId), ...pair })
  if (merged.kind !== 'done') throw new Error(merged.kind)
  await issue(store, { couponCode: 'z', cardNo: 'a', attribute: 'of the first' })
  const { mergeId } = merged.answer
  await runAct(unmergeMembers, { lifecycle, request: requestOf(sellerId), mergeId, reason: undefined })
  await erase(store, into)
  expect(await attributeOf(store, 'z')).toBe('of the first')
  await erase(store, from)
  expect(await attributeOf(store, 'z')).toBeUndefined()
  await expectWhole(store)
})

test('an order id that is sent again after its member was erased is the same one, and is shown again', async () => {
  const { store } = await open()
  for (const couponCode of ['a', 'b']) await issue(store, { couponCode, phone: '1' })
  const orderId = 'SO-13812345678'
  await redeem(store, requestOf(sellerId), { couponCodes: ['a'], orderId })
  await erase(store, await memberOf(store, { phone: '1' }))
  const redeemed = async (couponCode: string) => (await store.lifecycleReader.findCoupon(sellerId, couponCode))?.state
  expect(await redeemed('a')).toMatchObject({ redemption: { orderId: '[erased]' } })
  expect(await redeem(store, requestOf(sellerId), { couponCodes: ['b'], orderId })).toMatchObject({ kind: 'done' })
  for (const couponCode of ['a', 'b']) expect(await redeemed(couponCode)).toMatchObject({ redemption: { orderId } })
  await expectWhole(store)
})

test('a step of a coupon of an erased member makes no new key for it', async () => {
  const { store, dataDir } = await open()
  await issue(store, { couponCode: 'c', phone: '1', cardNo: 'a' })
  const memberNo = await memberOf(store, { cardNo: 'a' })
  await erase(store, memberNo)
  const request = requestOf(sellerId, { outRequestNo: '13812345678' })
  expect(await hold(store, request, { couponCode: 'c', orderId: 'SO-13812345678' })).toMatchObject({ kind: 'done' })
  expect(await hold(store, request, { couponCode: 'c', orderId: 'SO-13812345678' })).toMatchObject({
    isAlreadyDone: true,
  })
  const copy = join(dataDir, 'copy.db')
  copyFileSync(join(dataDir, 'member-keys.db'), copy)
  const database = new Database(copy)
  expect(database.prepare('SELECT 1 FROM member_key WHERE member_no = ?').get(memberNo)).toBeUndefined()
  database.close()
  // The number of the request is only known again, the order is shown.
  expect(await readWithoutMemberKeys(textsIn(join(dataDir, 'yaoquan.db')))).toEqual(['SO-13812345678'])
  await expectWhole(store)
})

test('the stored answer of a write holds no order id with a phone, and is repeated with it', async () => {
  const { store, dataDir } = await open()
  const version = orderVersionWith({ orderId: 'SO-13812345678' })
  const first = await sync(store, requestOf(sellerId), version)
  expect(first).toMatchObject({ answer: { orderId: 'SO-13812345678' } })
  const database = new Database(join(dataDir, 'yaoquan.db'), { readonly: true })
  const answers = database.prepare('SELECT answer_text FROM out_request').pluck().all()
  database.close()
  expect(answers).toEqual([expect.stringContaining('"orderId"')])
  expect(answers).toEqual([expect.not.stringContaining('13812345678')])
  expect(await sync(store, requestOf(sellerId), version)).toEqual({ ...first, isAlreadyDone: true })
})
