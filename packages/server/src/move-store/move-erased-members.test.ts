import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { restoreBackup } from '#backup/restore-backup'
import { takeBackup } from '#backup/take-backup'
import { readMysqlTarget } from '#database/mysql/mysql-target'
import { openMysqlEngine } from '#database/mysql/open-mysql-engine'
import type { SqlEngine } from '#database/sql-engine'
import { openSqliteEngine } from '#database/sqlite/open-sqlite-engine'
import { positional } from '#database/statement'
import { eraseMember } from '#domain/lifecycle/erase-member'
import { memberId } from '#domain/members/member'
import { openStore, type Store } from '#store/open-store'
import { administer } from '#testing/administer'
import { draftOf } from '#testing/example-draft'
import { issuerOf } from '#testing/issue-drafts'
import { requestOf } from '#testing/requests'
import { temporaryFolder } from '#testing/temporary-folder'
import { skipsMariadb } from '../../../../scripts/mariadb/installed-programs.ts'
import { type SharedMariadb, shareMariadb } from '../../../../scripts/mariadb/share-servers.ts'
import { type MoveProgress, moveStore } from './move-store.ts'

const sellerId = '111'
const masterKey = 'ab'.repeat(32)
const nowMs = Date.parse('2026-11-24T12:00:00+08:00')
const members = 40
const root = temporaryFolder()

type Side = Readonly<{ location: string; open: () => Promise<Store>; openKeys: () => Promise<SqlEngine> }>

function fileSide(name: string): Side {
  const dataDir = join(root, name)
  return {
    location: `sqlite:${dataDir}`,
    open: () => openStore({ dataDir, masterKey }),
    openKeys: () => openSqliteEngine(join(dataDir, 'member-keys.db')),
  }
}

function serverSide(storeUrl: string): Side {
  return {
    location: storeUrl,
    open: () => openStore({ dataDir: join(root, 'unused'), storeUrl, masterKey }),
    openKeys: () => openMysqlEngine(readMysqlTarget(storeUrl)),
  }
}

const phoneOf = (memberNo: number) => `139${String(memberNo * 7_368_787 + 31_415_926).slice(-8)}`
const attributeOf = (memberNo: number) => `诸葛${memberNo}号`

async function fill(store: Store): Promise<void> {
  await administer(store, nowMs).createSeller({ sellerId, name: '连锁' })
  const drafts = Array.from({ length: members }, (_, place) =>
    draftOf({
      couponCode: `c${place + 1}`,
      phone: phoneOf(place + 1),
      cardNo: `card-${place + 1}`,
      channel: 'app',
      attribute: attributeOf(place + 1),
    }),
  )
  await issuerOf(store).issueCoupons(sellerId, drafts, nowMs)
}

async function erase({ lifecycleStore: lifecycle, erasures }: Store, memberNo: number): Promise<string> {
  const selector = { memberId: memberId(memberNo) }
  const request = requestOf(sellerId, { nowMs })
  return (await eraseMember({ lifecycle, erasures, request, selector, reason: undefined })).kind
}

/** Numbers of the members of whom a store shows phone, card or attribute, and of those who have a key. */
async function seenIn(side: Side): Promise<Readonly<{ shown: readonly number[]; withKeys: readonly number[] }>> {
  const store = await side.open()
  const filter = { channel: 'app', phone: undefined, cardNo: undefined, couponCode: undefined }
  const { coupons, totalCount } = await store.couponReader.findCouponPage({
    sellerId,
    filter,
    pageSize: 100,
    pageNum: 1,
  })
  expect(totalCount).toBe(members)
  const text = JSON.stringify([
    coupons,
    await store.memberReader.listMembers({ sellerId, filter: {}, afterMemberNo: undefined, limit: 200 }),
  ])
  expect(await store.eventAuditor.verifyChain(sellerId)).toMatchObject({ kind: 'intact' })
  await store.close()
  const keys = await side.openKeys()
  const rows = await keys.reader.all(
    positional('SELECT member_no FROM member_key WHERE seller_id = ? ORDER BY member_no', [sellerId]),
  )
  await keys.close()
  const all = Array.from({ length: members }, (_, place) => place + 1)
  return {
    shown: all.filter((no) => [phoneOf(no), `"card-${no}"`, attributeOf(no)].some((value) => text.includes(value))),
    withKeys: rows.map(([memberNo]) => Number(memberNo)).filter((memberNo) => memberNo <= members),
  }
}

/** Erases members before, during and after the copying, and while the fence is raised. */
async function moveWithErasures(from: Side, to: Side): Promise<void> {
  const store = await from.open()
  await fill(store)
  const done = new Set<number>()
  const attempts: Promise<void>[] = []
  let next = 1
  const eraseNext = async () => {
    const memberNo = next
    next += 1
    // The fence refuses some.
    const kind = await erase(store, memberNo).catch(() => 'refused')
    if (kind === 'done') done.add(memberNo)
  }
  const onProgress = ({ kind }: MoveProgress) => {
    if (kind === 'copied' || kind === 'verifying' || kind === 'fenced') attempts.push(eraseNext(), eraseNext())
  }
  for (let before = 0; before < 3; before += 1) await eraseNext()
  const move = { from: from.location, to: to.location, onProgress }
  await moveStore({ ...move, isSwitching: false })
  await Promise.all(attempts)
  for (let between = 0; between < 3; between += 1) await eraseNext()
  const proofs = await moveStore({ ...move, isSwitching: true })
  await Promise.all(attempts)
  expect(proofs).toMatchObject([{ sellerId, faults: [] }])
  await store.close()
  expect(done.size).toBeGreaterThanOrEqual(6)
  const { shown, withKeys } = await seenIn(to)
  expect(shown.filter((memberNo) => done.has(memberNo))).toEqual([])
  expect(shown).toEqual(withKeys)
  expect(shown.length + done.size).toBe(members)
}

test('erased members move as erased, from file to file', async () => {
  await moveWithErasures(fileSide('file'), fileSide('other file'))
})

test('a backup of the source knows every erasure until the switch, and says that it knows none after it', async () => {
  const [from, to] = [fileSide('left'), fileSide('entered')]
  const store = await from.open()
  await fill(store)
  await store.close()
  const [dataDir, backups] = [join(root, 'left'), join(root, 'left backups')]
  await takeBackup({ dataDir, folder: backups, clock: () => nowMs })
  const move = { from: from.location, to: to.location, onProgress: () => undefined }
  await moveStore({ ...move, isSwitching: false })
  expect(await restoreBackup({ folder: backups, dataDir: join(root, 'drill') })).toMatchObject({
    erasuresUnknownAfterMs: undefined,
  })
  await moveStore({ ...move, isSwitching: true })
  expect(await restoreBackup({ folder: backups, dataDir: join(root, 'later') })).toMatchObject({
    erasuresUnknownAfterMs: expect.any(Number),
  })
})

describe.skipIf(skipsMariadb())('(skipped where mariadb-server is not installed)', () => {
  let mariadb: SharedMariadb
  beforeAll(async () => {
    mariadb = await shareMariadb()
  })
  afterAll(() => mariadb?.stop())

  test('erased members move as erased, from a file to a server', async () => {
    await moveWithErasures(fileSide('to server'), serverSide(await mariadb.createSchema()))
  })

  test('erased members move as erased, from a server to a file', async () => {
    await moveWithErasures(serverSide(await mariadb.createSchema()), fileSide('from server'))
  })
})
