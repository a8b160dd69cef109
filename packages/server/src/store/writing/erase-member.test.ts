import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { restoreBackup } from '#backup/restore-backup'
import { takeBackup } from '#backup/take-backup'
import { eraseMember } from '#domain/lifecycle/erase-member'
import { runAct } from '#domain/lifecycle/lifecycle-store'
import { mergeMembers } from '#domain/lifecycle/merge-members'
import { saveMember } from '#domain/lifecycle/save-member'
import { memberId } from '#domain/members/member'
import { openStore, type Store } from '#store/open-store'
import { administer } from '#testing/administer'
import { draftOf } from '#testing/example-draft'
import { issuerOf } from '#testing/issue-drafts'
import { temporaryFolder } from '#testing/temporary-folder'

const masterKey = 'ab'.repeat(32)
const sellerId = '111'
const nowMs = Date.parse('2026-11-24T12:00:00+08:00')
const root = temporaryFolder()
const opened: Store[] = []
let numbers = 0

afterEach(async () => {
  for (const store of opened.splice(0)) await store.close()
})

async function open(dataDir: string): Promise<Store> {
  const store = await openStore({ dataDir, masterKey })
  opened.push(store)
  return store
}

async function close(store: Store): Promise<void> {
  opened.splice(opened.indexOf(store), 1)
  await store.close()
}

function newFolder(): string {
  numbers += 1
  return join(root, `store-${numbers}`)
}

function request(method: string) {
  numbers += 1
  return { sellerId, outRequestNo: `N${numbers}`, method, content: `${numbers}`, actor: 'app:1', requestId: 'r', nowMs }
}

const secret = { phone: '18612255668', card: '77001122', name: '王小明', oldCard: '77003344' }

/** Two members of one phone, and one who was merged into the first. */
async function fill(store: Store) {
  await administer(store, nowMs).createSeller({ sellerId, name: '连锁' })
  const draft = (couponCode: string, phone: string | undefined, cardNo: string | undefined) =>
    draftOf({ couponCode, phone, cardNo, channel: 'app' })
  await issuerOf(store).issueCoupons(
    sellerId,
    [
      draft('a1', secret.phone, secret.card),
      draft('a2', secret.phone, undefined),
      draft('b1', '13900000002', secret.card),
      draft('b2', '13900000002', 'card-b'),
      draft('c1', undefined, secret.oldCard),
    ],
    nowMs,
  )
  const [a] = await store.memberReader.findMembersNamed(sellerId, { phone: undefined, cardNo: secret.card })
  const [c] = await store.memberReader.findMembersNamed(sellerId, { phone: undefined, cardNo: secret.oldCard })
  if (a === undefined || c === undefined) throw new Error('members are missing')
  const { lifecycleStore: lifecycle } = store
  for (const { memberNo } of [a, c]) {
    const profile = { name: secret.name, level: 'gold' }
    const selector = { memberId: memberId(memberNo) }
    await runAct(saveMember, { lifecycle, request: request('save'), selector, change: profile, mayShare: false })
  }
  const pair = { from: memberId(c.memberNo), into: memberId(a.memberNo) }
  const merged = await runAct(mergeMembers, { lifecycle, request: request('merge'), ...pair, reason: undefined })
  expect(merged.kind).toBe('done')
  return { memberNo: a.memberNo, mergedNo: c.memberNo }
}

function erase({ lifecycleStore: lifecycle, erasures }: Store, memberNo: number, input = request('erase')) {
  return eraseMember({
    lifecycle,
    erasures,
    request: input,
    selector: { memberId: memberId(memberNo) },
    reason: '本人要求',
  })
}

async function shownBy(store: Store): Promise<string> {
  const filter = { channel: 'app', phone: undefined, cardNo: undefined, couponCode: undefined }
  const page = await store.couponReader.findCouponPage({ sellerId, filter, pageSize: 20, pageNum: 1 })
  const members = await store.memberReader.listMembers({ sellerId, filter: {}, afterMemberNo: undefined, limit: 200 })
  const named = [
    { phone: secret.phone, cardNo: undefined },
    ...[secret.card, secret.oldCard].map((cardNo) => ({ phone: undefined, cardNo })),
  ]
  const found = await Promise.all(named.map((one) => store.memberReader.findMembersNamed(sellerId, one)))
  expect(page.coupons).toHaveLength(5)
  return JSON.stringify([page, members, found])
}

function isShown(text: string): readonly string[] {
  return Object.values(secret).filter((value) => text.includes(value))
}

/** Values that any file of a folder has in clear. */
function inFiles(folder: string): readonly string[] {
  const contents = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)))
  return Object.values(secret).filter((value) => contents.some((content) => content.includes(value)))
}

async function expectWhole(store: Store): Promise<void> {
  expect(await store.eventAuditor.verifyChain(sellerId)).toMatchObject({ kind: 'intact' })
}

test('an erased member is shown by nothing, with those merged into it; coupons and the phone of others stay', async () => {
  const dataDir = newFolder()
  const store = await open(dataDir)
  const { memberNo, mergedNo } = await fill(store)
  const other = await open(dataDir)
  expect(isShown(await shownBy(other))).toEqual(Object.values(secret))
  const tag = await store.couponReader.findPageTag({
    sellerId,
    pageSize: 20,
    pageNum: 1,
    filter: { channel: 'app', phone: undefined, cardNo: undefined, couponCode: undefined },
  })
  const written = await erase(store, memberNo)
  expect(written).toMatchObject({ kind: 'done', answer: { memberNo, memberNos: [memberNo, mergedNo] } })
  expect(isShown(await shownBy(store))).toEqual([])
  expect(await shownBy(store)).toContain('13900000002')
  await other.erasures.finish(nowMs)
  expect(isShown(await shownBy(other))).toEqual([])
  const later = await store.couponReader.findPageTag({
    sellerId,
    pageSize: 20,
    pageNum: 1,
    filter: { channel: 'app', phone: undefined, cardNo: undefined, couponCode: undefined },
  })
  expect(later).not.toBe(tag)
  const fresh = await open(dataDir)
  expect(isShown(await shownBy(fresh))).toEqual([])
  expect(await shownBy(fresh)).toContain('13900000002')
  expect(await store.memberReader.findMember(sellerId, memberNo)).toMatchObject({
    state: { kind: 'erased' },
    phones: [],
    cards: [],
    profile: { name: undefined },
  })
  expect(inFiles(dataDir)).toEqual([])
  await expectWhole(store)
})

test('nearly no index of an erased phone, card or attribute is left in the file once the store was closed', async () => {
  const dataDir = newFolder()
  const store = await open(dataDir)
  await administer(store, nowMs).createSeller({ sellerId, name: '连锁' })
  const drafts = Array.from({ length: 500 }, (_, place) => {
    const phone = String(13_900_000_000 + place)
    return draftOf({ couponCode: `c${place}`, phone, cardNo: `card-${place}`, attribute: `of ${phone}` })
  })
  await issuerOf(store).issueCoupons(sellerId, drafts, nowMs)
  const erased = Array.from({ length: 100 }, (_, place) => place * 3 + 1)
  const lookups = await lookupsIn(dataDir, erased)
  expect(lookups).toHaveLength(300)
  await Promise.all(erased.map((memberNo) => erase(store, memberNo)))
  const file = join(dataDir, 'yaoquan.db')
  await close(store)
  const content = readFileSync(file)
  // A page that was split may hold a copy of what went to the other half.
  expect(lookups.filter((lookup) => content.includes(lookup)).length).toBeLessThan(15)
  const kept = await lookupsIn(dataDir, [2])
  expect(kept.filter((lookup) => content.includes(lookup))).toHaveLength(3)
})

async function lookupsIn(dataDir: string, memberNos: readonly number[]): Promise<readonly Buffer[]> {
  const { default: Database } = await import('better-sqlite3')
  const database = new Database(join(dataDir, 'yaoquan.db'), { readonly: true })
  const lookups = ['phone', 'card', 'text'].flatMap((kind) => {
    const table = kind === 'text' ? 'sealed_text' : `member_${kind}`
    const text = `SELECT ${kind}_lookup FROM ${table} WHERE key_no IN (${memberNos.join()})`
    return database.prepare<[], Buffer>(text).pluck().all()
  })
  database.close()
  return lookups
}

test('a phone that was erased is nobody, and names a new member when it is used again', async () => {
  const store = await open(newFolder())
  const { memberNo } = await fill(store)
  await erase(store, memberNo)
  const drafts = [draftOf({ couponCode: 'new', phone: secret.phone, cardNo: secret.card })]
  await issuerOf(store).issueCoupons(sellerId, drafts, nowMs)
  const [found] = await store.memberReader.findMembersNamed(sellerId, { phone: secret.phone, cardNo: undefined })
  expect(found?.memberNo).toBeGreaterThan(memberNo)
  const filter = { channel: undefined, phone: secret.phone, cardNo: undefined, couponCode: undefined }
  const page = await store.couponReader.findCouponPage({ sellerId, filter, pageSize: 20, pageNum: 1 })
  expect(page.coupons.map(({ terms }) => terms.couponCode)).toEqual(['new'])
  await expectWhole(store)
})

test('an erasure that ended between the commit and the key is finished at the next start, and by repeating it', async () => {
  for (const finish of ['start', 'repeat'] as const) {
    const dataDir = newFolder()
    const store = await open(dataDir)
    const { memberNo } = await fill(store)
    const input = request('erase')
    const crashed = { ...store.erasures, destroyKeys: () => Promise.reject(new Error('killed')) }
    await expect(erase({ ...store, erasures: crashed }, memberNo, input)).rejects.toThrow('killed')
    const { memberKeys } = await keysIn(dataDir)
    expect(memberKeys).toContain(memberNo)
    if (finish === 'repeat') expect(await erase(store, memberNo, input)).toMatchObject({ isAlreadyDone: true })
    else {
      await close(store)
      await open(dataDir)
    }
    expect(await keysIn(dataDir)).toMatchObject({ memberKeys: expect.not.arrayContaining([memberNo]), unfinished: 0 })
  }
})

test('a backup from before does not bring the member back, and one from after has nothing of it', async () => {
  const dataDir = newFolder()
  const store = await open(dataDir)
  const { memberNo, mergedNo } = await fill(store)
  const backups = newFolder()
  await takeBackup({ dataDir, folder: backups, clock: () => nowMs })
  await erase(store, memberNo)
  await takeBackup({ dataDir, folder: backups, clock: () => nowMs + 1000 })
  await close(store)
  for (const untilMs of [nowMs, nowMs + 1000]) {
    const restored = newFolder()
    const report = await restoreBackup({ folder: backups, dataDir: restored, untilMs })
    expect(report.erasedMembers).toBe(2)
    const again = await open(restored)
    expect(isShown(await shownBy(again))).toEqual([])
    expect(await shownBy(again)).toContain('13900000002')
    await expectWhole(again)
    expect((await keysIn(restored)).memberKeys).not.toContain(memberNo)
    expect((await keysIn(restored)).memberKeys).not.toContain(mergedNo)
    await close(again)
  }
})

async function keysIn(dataDir: string): Promise<Readonly<{ memberKeys: readonly number[]; unfinished: number }>> {
  const { default: Database } = await import('better-sqlite3')
  const database = new Database(join(dataDir, 'member-keys.db'), { readonly: true })
  const memberKeys = database.prepare<[], number>('SELECT member_no FROM member_key').pluck().all()
  const unfinished = database.prepare<[], number>('SELECT COUNT(*) FROM erased_member WHERE step < 2').pluck().get()
  database.close()
  return { memberKeys, unfinished: unfinished ?? 0 }
}
