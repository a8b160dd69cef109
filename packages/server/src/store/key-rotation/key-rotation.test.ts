import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readMysqlTarget } from '#database/mysql/mysql-target'
import { openMysqlEngine } from '#database/mysql/open-mysql-engine'
import type { SqlEngine } from '#database/sql-engine'
import { openSqliteEngine } from '#database/sqlite/open-sqlite-engine'
import { positional } from '#database/statement'
import { eraseMember } from '#domain/lifecycle/erase-member'
import { issueCoupons } from '#domain/lifecycle/issue-coupons'
import { memberId } from '#domain/members/member'
import { sealedTables } from '#store/keys/sealed-tables'
import { openStore, type Store } from '#store/open-store'
import { administer } from '#testing/administer'
import { draftOf } from '#testing/example-draft'
import { issuerOf } from '#testing/issue-drafts'
import { redeem } from '#testing/lifecycle-calls'
import { liveIn } from '#testing/lived-in-store'
import { openedByKey } from '#testing/opened-by-key'
import { newSeller, noon, requestOf } from '#testing/requests'
import { temporaryFolder } from '#testing/temporary-folder'
import { skipsMariadb } from '../../../../../scripts/mariadb/installed-programs.ts'
import { type SharedMariadb, shareMariadb } from '../../../../../scripts/mariadb/share-servers.ts'
import type { RotationProgress, RotationStep } from './key-rotator.ts'

/** A store that programs open with one key or another. */
type Place = Readonly<{
  open: (masterKey: string) => Promise<Store>
  /** What is in the store, and in the database with the keys of members. */
  engines: () => Promise<readonly [store: SqlEngine, memberKeys: SqlEngine]>
}>

const [oldKey, newKey, thirdKey] = ['01', '02', '03'].map((byte) => byte.repeat(32)) as [string, string, string]
const steps: readonly RotationStep[] = ['announced', 'in use', 'secrets', 'member keys', 'sellers', 'placed', 'retired']
/** On servers a usual run leaves out the steps after which `tests/soak/key-rotation.test.ts` kills the command. */
const killed: ReadonlySet<RotationStep> = new Set(['announced', 'in use', 'secrets'])
const stepsOnServers = steps.filter((step) => process.env['YAOQUAN_SOAK'] !== undefined || !killed.has(step))
const phone = '13888880000'

keyRotation('SQLite', steps, async () => {
  const dataDir = temporaryFolder()
  return {
    open: (masterKey) => openStore({ dataDir, masterKey }),
    engines: async () => [
      await openSqliteEngine(join(dataDir, 'yaoquan.db')),
      await openSqliteEngine(join(dataDir, 'member-keys.db')),
    ],
  }
})

describe.skipIf(skipsMariadb())('(skipped where mariadb-server is not installed)', () => {
  let server: SharedMariadb | undefined
  beforeAll(async () => {
    server = await shareMariadb()
  })
  afterAll(() => server?.stop())
  keyRotation('MariaDB', stepsOnServers, async () => {
    const storeUrl = await server?.createSchema()
    if (storeUrl === undefined) throw new Error('the server does not run')
    const engine = () => openMysqlEngine(readMysqlTarget(storeUrl))
    return {
      open: (masterKey) => openStore({ dataDir: '', storeUrl, masterKey }),
      engines: async () => [await engine(), await engine()],
    }
  })
})

function keyRotation(name: string, ends: readonly RotationStep[], makePlace: () => Promise<Place>): void {
  describe(`a rotation of the master key on ${name}`, () => {
    test('leaves nothing that the old key opens or finds, and everything readable with the new one', async () => {
      const place = await makePlace()
      const filled = await fill(place)
      const before = await opened(place, oldKey, { generation: 1, masterKey: oldKey })
      expect(Object.keys(before).toSorted()).toEqual(keyedColumns)
      const store = await place.open(oldKey)
      const report = await rotate(store, newKey)
      expect(report).toMatchObject({ generation: 2, unreadable: 0 })
      expect(await opened(place, oldKey, { generation: 1, masterKey: newKey })).toEqual({})
      const after = await opened(place, newKey, { generation: 2, masterKey: newKey })
      expect(after).toEqual({ ...before, 'store_key.backward': 1 })
      await checkServes(store, filled)
      await store.close()
      await expect(place.open(oldKey)).rejects.toThrow('the master key was changed at')
      const anew = await place.open(newKey)
      await checkServes(anew, filled)
      expect(await anew.keyRotator.status()).toMatchObject({ generation: 2, isRotating: false, sellersLeft: 0 })
      await rotate(anew, thirdKey)
      await checkServes(anew, filled)
      for (const [generation, masterKey] of [oldKey, newKey].entries()) {
        expect(await opened(place, masterKey, { generation: generation + 1, masterKey: thirdKey })).toEqual({})
      }
      await expect(rotate(anew, oldKey)).rejects.toThrow('was used before')
      await anew.close()
    })

    test.each(ends)('goes on where it ended after the step "%s", with the old key or the new one', async (last) => {
      const place = await makePlace()
      const filled = await fill(place)
      const isFinished = last === 'retired'
      const interrupted = await place.open(oldKey)
      const interrupt = (progress: RotationProgress) => {
        if (progress.kind === 'step' && progress.step === last) throw new Error('the process ended here')
      }
      await expect(rotate(interrupted, newKey, interrupt)).rejects.toThrow('the process ended here')
      await interrupted.close()
      for (const key of isFinished ? [newKey] : [oldKey, newKey]) {
        const store = await place.open(key)
        await checkServes(store, filled)
        await store.close()
      }
      if (isFinished) return
      const resumed = await place.open(last === 'sellers' ? newKey : oldKey)
      expect(Buffer.from(resumed.keyRotator.pendingKey() ?? []).toString('hex')).toBe(newKey)
      await expect(rotate(resumed, thirdKey)).rejects.toThrow('another new master key')
      await rotate(resumed, newKey)
      await checkServes(resumed, filled)
      await resumed.close()
      const sealedSets = (await opened(place, newKey, { generation: 2, masterKey: newKey }))['sealed_set.seal']
      expect(sealedSets).toBe(sealedTables.length)
      expect(await opened(place, oldKey, { generation: 1, masterKey: newKey })).toEqual({})
    })

    test('an order id of an erased member is still the same one, and its text comes back only where it is used again', async () => {
      const place = await makePlace()
      const [store, sellerId] = [await place.open(oldKey), newSeller()]
      const drafts = ['a', 'b'].map((couponCode) =>
        draftOf({ couponCode, phone, endDate: undefined, startDate: undefined }),
      )
      await issuerOf(store).issueCoupons(sellerId, drafts, noon)
      const input = requestOf(sellerId, { outRequestNo: 'redeem 13812345678' })
      await redeem(store, input, { couponCodes: ['a'], orderId: 'SO-13812345678' })
      const [found] = await store.memberReader.findMembersNamed(sellerId, { phone, cardNo: undefined })
      await erase(store, sellerId, found?.memberNo)
      for (const key of [newKey, thirdKey]) await rotate(store, key)
      expect(await redeem(store, input, { couponCodes: ['a'], orderId: 'SO-13812345678' })).toMatchObject({
        kind: 'done',
        isAlreadyDone: true,
      })
      const anew = draftOf({ couponCode: 'c', phone: '13812340000', endDate: undefined, startDate: undefined })
      await issuerOf(store).issueCoupons(sellerId, [anew], noon)
      await redeem(store, requestOf(sellerId), { couponCodes: ['c'], orderId: 'SO-13812345678' })
      expect((await store.eventAuditor.verifyChain(sellerId)).kind).toBe('intact')
      await store.close()
      const last = await opened(place, thirdKey, { generation: 3, masterKey: thirdKey })
      expect(last['sealed_text.lookup']).toBeGreaterThan(0)
      expect(await opened(place, oldKey, { generation: 1, masterKey: thirdKey })).toEqual({})
    })

    test.each(['in use', 'sellers'])('a member that is erased after the step "%s" stays erased', async (when) => {
      const place = await makePlace()
      const { sellerId } = await fill(place)
      const [rotator, server] = [await place.open(oldKey), await place.open(oldKey)]
      const [found] = await server.memberReader.findMembersNamed(sellerId, { phone, cardNo: undefined })
      await rotate(rotator, newKey, async (progress) => {
        await server.keyRotator.look()
        if (progress.kind === 'step' && progress.step === when) await erase(server, sellerId, found?.memberNo)
      })
      for (const store of [rotator, server, await place.open(newKey)]) {
        expect((await store.memberReader.findMember(sellerId, found?.memberNo ?? 0))?.phones).toEqual([])
        expect((await store.eventAuditor.verifyChain(sellerId)).kind).toBe('intact')
        await store.close()
      }
      expect(await opened(place, oldKey, { generation: 1, masterKey: newKey })).toEqual({})
    })

    test('members that are erased while keys of members are sealed anew stay erased', async () => {
      const place = await makePlace()
      const [rotator, server, sellerId] = [await place.open(oldKey), await place.open(oldKey), newSeller()]
      const phones = Array.from({ length: 60 }, (_, number) => `139${10_000_000 + number}`)
      const drafts = phones.map((one, number) =>
        draftOf({ couponCode: `c${number}`, phone: one, cardNo: `card ${number}` }),
      )
      await issuerOf(server).issueCoupons(sellerId, drafts, noon)
      let erasing: Promise<unknown> = Promise.resolve()
      await rotate(rotator, newKey, async (progress) => {
        await server.keyRotator.look()
        if (progress.kind !== 'step') return
        // Not awaited at once: the keys of members come next.
        if (progress.step === 'secrets')
          erasing = Promise.all(phones.slice(20).map((_, place) => erase(server, sellerId, place + 21)))
        if (progress.step === 'sellers') await erasing
      })
      const engines = await place.engines()
      const kept = await engines[1].reader.all(positional('SELECT member_no FROM member_key WHERE member_no <= 60'))
      expect(kept.map(([memberNo]) => Number(memberNo)).toSorted((left, right) => left - right)).toEqual(
        Array.from({ length: 20 }, (_, number) => number + 1),
      )
      expect(await countCoupons(server, sellerId, phones[0] ?? '')).toBe(1)
      for (const each of [...engines, rotator, server]) await each.close()
      expect(await opened(place, oldKey, { generation: 1, masterKey: newKey })).toEqual({})
    })

    test('a program that did not hear of it stores no phone, card or text twice, and finds all of them', async () => {
      const place = await makePlace()
      const [rotator, unaware] = [await place.open(oldKey), await place.open(oldKey)]
      const sellerId = newSeller()
      let writes = 0
      const write = async (input: Readonly<{ phone: string; cardNo: string }>) => {
        writes += 1
        const draft = draftOf({ couponCode: `during-${writes}`, attribute: 'a text', ...input })
        await issuerOf(unaware).issueCoupons(sellerId, [draft], noon)
      }
      const known = { phone: '13911110000', cardNo: 'known' }
      await write(known)
      const found: number[] = []
      await rotate(rotator, newKey, async () => {
        await write(known)
        await write({ phone: `1390000${1000 + writes}`, cardNo: `new ${writes}` })
        found.push(await countCoupons(unaware, sellerId, known.phone))
        // The first write of a seller goes by no head.
        await issuerOf(unaware).issueCoupons(newSeller(), [draftOf()], noon)
      })
      // Of each moment, those issued so far.
      expect(found).toEqual(found.map((_count, moment) => moment + 2))
      expect((await unaware.eventAuditor.verifyChain(sellerId)).kind).toBe('intact')
      expect(await countCoupons(unaware, sellerId, '13900001002')).toBe(1)
      const engines = await place.engines()
      const count = async (table: string) => {
        const row = await engines[0].reader.one(
          positional(`SELECT COUNT(*) FROM ${table} WHERE seller_id = ?`, [sellerId]),
        )
        return Number(row?.[0])
      }
      const counts = [await count('member_phone'), await count('member_card'), await count('sealed_text')]
      expect(counts).toEqual([found.length + 1, found.length + 1, 1])
      for (const each of [...engines, rotator, unaware]) await each.close()
      expect(await opened(place, oldKey, { generation: 1, masterKey: newKey })).toEqual({})
    })
  })
}

/** What `openedByKey` finds of the key that is in use. */
const keyedColumns = [
  ...['app.secret_sealed', 'event_head.seal', 'member_card.lookup', 'member_key.key_sealed', 'member_phone.lookup'],
  ...['operator.totp_sealed', 'sealed_set.seal', 'sealed_text.lookup', 'sealed_text.sealed', 'webhook.secret_sealed'],
]

type Filled = Readonly<{ sellerId: string; appSecret: string }>

const token = 'a token that was given before'
const request = { outRequestNo: 'kept', method: 'issue', content: 'as it was' }

/** Uses everything that is sealed or found by a key. */
async function fill(place: Place): Promise<Filled> {
  const store = await place.open(oldKey)
  const sellerId = newSeller()
  await liveIn(store, sellerId)
  await issue(store, sellerId, request.content)
  await administer(store, noon).createSession(token, { appKey: `app-${sellerId}`, sellerId, expiresAtMs: noon })
  const app = await store.accessReader.findApp(`app-${sellerId}`)
  await store.close()
  return { sellerId, appSecret: app?.appSecret ?? '' }
}

function issue({ lifecycleStore: lifecycle }: Store, sellerId: string, content: string) {
  const rows = [{ couponCode: 'kept', phone, endDate: '2026-11-30' }]
  return issueCoupons({ lifecycle, request: requestOf(sellerId, { ...request, content }), rows })
}

async function erase(store: Store, sellerId: string, memberNo: number | undefined): Promise<void> {
  const { lifecycleStore: lifecycle, erasures } = store
  const selector = { memberId: memberId(memberNo ?? 0) }
  const erased = await eraseMember({ lifecycle, erasures, request: requestOf(sellerId), selector, reason: undefined })
  expect(erased.kind).toBe('done')
}

/** Whether what was stored before is found, opened and recognised. */
async function checkServes(store: Store, { sellerId, appSecret }: Filled): Promise<void> {
  expect(await countCoupons(store, sellerId, phone)).toBe(1)
  expect(await issue(store, sellerId, request.content)).toMatchObject({ kind: 'done', isAlreadyDone: true })
  expect(await issue(store, sellerId, 'something else')).toEqual({ kind: 'conflict' })
  expect((await store.accessReader.findSession(token))?.sellerId).toBe(sellerId)
  expect(
    await administer(store, noon).createSession(token, { appKey: `app-${sellerId}`, sellerId, expiresAtMs: noon }),
  ).toBe('exists')
  expect((await store.accessReader.findApp(`app-${sellerId}`))?.appSecret).toBe(appSecret)
  const key = { sellerId, webhookId: `w-${sellerId}` }
  const lease = await store.deliveryQueue.takeLease(key, { owner: 'test', nowMs: noon, untilMs: noon + 1 })
  expect(lease?.secret).toBe('s')
  await store.deliveryQueue.releaseLease(key, 'test')
  expect((await store.eventAuditor.verifyChain(sellerId)).kind).toBe('intact')
}

async function countCoupons(store: Store, sellerId: string, ofPhone: string): Promise<number> {
  const query = { sellerId, filter: { phone: ofPhone }, pageSize: 10, pageNum: 1 }
  return (await store.couponReader.findCouponPage(query)).totalCount
}

function rotate(
  store: Store,
  key: string,
  onProgress: (progress: RotationProgress) => Promise<void> | void = () => undefined,
) {
  const masterKey = Buffer.from(key, 'hex')
  return store.keyRotator.rotate({
    masterKey,
    nowMs: () => noon,
    settleMs: 0,
    place: async () => undefined,
    onProgress,
  })
}

async function opened(
  place: Place,
  key: string,
  { generation, masterKey }: Readonly<{ generation: number; masterKey: string }>,
): Promise<Readonly<Record<string, number>>> {
  const [store, memberKeys] = await place.engines()
  try {
    const found = { store: store.reader, memberKeys: memberKeys.reader, masterKey: Buffer.from(masterKey, 'hex') }
    return await openedByKey(found, Buffer.from(key, 'hex'), generation)
  } finally {
    await store.close()
    await memberKeys.close()
  }
}
