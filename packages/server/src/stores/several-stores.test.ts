import { cpSync, existsSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { assignSeller } from '#administration/assign-seller'
import { openAdministration } from '#administration/open-administration'
import { addStore, listStores } from '#administration/other-stores'
import { rotateMasterKey } from '#administration/rotate-master-key'
import { startAccessSchedule } from '#background/access-schedule'
import { createApp, defaultSettings } from '#domain/administration/register-app'
import { systemRequest } from '#domain/lifecycle/shared-act'
import { approveTemplateMethod } from '#methods/console/template-methods'
import { openAudit } from '#store/audit/open-audit'
import { openStore } from '#store/open-store'
import { isPassingFault } from '#store/store-fault-kind'
import { tables } from '#store/tables/tables'
import { type JoinedStore, type JoinedStoreOptions, openStores } from '#stores/open-stores'
import { administer } from '#testing/administer'
import { draftOf } from '#testing/example-draft'
import { issuerOf } from '#testing/issue-drafts'
import { save } from '#testing/lifecycle-calls'
import { liveIn } from '#testing/lived-in-store'
import { temporaryFolder } from '#testing/temporary-folder'

const nowMs = Date.parse('2026-11-24T12:00:00+08:00')
const parent = temporaryFolder()
const session = { appKey: '12345678', sellerId: '222', expiresAtMs: nowMs + 86_400_000 }

/** A directory with seller 111, and the store east with seller 222. */
async function prepare(name: string) {
  const [dataDir, east] = [join(parent, name), join(parent, `${name}-east`)]
  const store = await openStores({ dataDir })
  await administer(store, nowMs).createSeller({ sellerId: '111', name: '一' })
  await store.close()
  await addStore({ dataDir }, { name: 'east', location: `sqlite:${east}` })
  await within(dataDir, async (joined) => {
    expect(await assign(joined)).toBe('assigned')
    expect(await assign(joined)).toBe('assigned-before')
  })
  return { dataDir, east }
}

const assign = (store: JoinedStore, sellerId = '222') =>
  assignSeller(store, { sellerId, name: '二', storeName: 'east' }, systemRequest(nowMs))

async function within<Result>(dataDir: string, work: (store: JoinedStore) => Promise<Result>): Promise<Result> {
  return withinStores({ dataDir }, work)
}

async function withinStores<Result>(
  options: JoinedStoreOptions,
  work: (store: JoinedStore) => Promise<Result>,
): Promise<Result> {
  const store = await openStores(options)
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

/** Tables with rows of a seller. */
function tablesOf(dataDir: string, sellerId: string): readonly string[] {
  const database = new Database(join(dataDir, 'yaoquan.db'), { readonly: true })
  const found = tables.filter(({ name, columns }) => {
    if (!columns.some((column) => column === 'seller_id')) return false
    return database.prepare(`SELECT 1 FROM ${name} WHERE seller_id = ? LIMIT 1`).get(sellerId) !== undefined
  })
  database.close()
  return found.map(({ name }) => name).toSorted()
}

/** Starts telling the store east what happened to apps. @returns the work, and its faults */
async function tellEast({ directory: { storePart }, others }: JoinedStore) {
  const { storePart: follower } = await others.find('east')
  const trail = { findHeads: () => storePart.findHeads('east'), listAccessEvents: storePart.listAccessEvents }
  const faults: unknown[] = []
  const telemetry = { backgroundFailed: ({ error }: Readonly<{ error: unknown }>) => faults.push(error) }
  return [startAccessSchedule({ trail, follower, clock: () => nowMs, telemetry }), faults] as const
}

async function kindsIn({ eventReader }: JoinedStore, sellerId: string): Promise<readonly string[]> {
  return (await eventReader.listEvents({ sellerId, afterSeq: 0, limit: 100 })).events.map(({ kind }) => kind)
}

function query(sellerId: string) {
  const filter = { channel: 'app', phone: undefined, cardNo: undefined, couponCode: undefined }
  return { sellerId, filter, pageSize: 10, pageNum: 1 }
}

async function verdicts(dataDir: string): Promise<readonly string[]> {
  const audit = await openAudit({ dataDir })
  try {
    const { store, sellers } = await audit.verify({})
    return [store, ...sellers.map(({ verdict }) => verdict)].map(({ kind }) => kind)
  } finally {
    await audit.close()
  }
}

test('everything that a seller does is in its store, the directory has only what apps and people did', async () => {
  const { dataDir, east } = await prepare('life')
  await within(dataDir, (store) => liveIn(store, '222'))
  expect(tablesOf(dataDir, '222')).toEqual([
    'app_seller',
    'app_session',
    'chain_event',
    'event_head',
    'oauth_grant',
    'operator_role',
    'saved_view',
    'seller',
    'seller_policy',
  ])
  const inEast = tablesOf(east, '222')
  for (const table of ['coupon', 'member', 'webhook', 'job', 'redemption', 'out_request', 'refused_call', 'shop']) {
    expect(inEast).toContain(table)
  }
  expect(inEast).not.toContain('app_seller')
  expect(await verdicts(dataDir)).toEqual(['intact', 'intact', 'intact'])
  expect(await verdicts(east)).toEqual(['intact', 'intact'])
})

test('an audit names a seller who was placed elsewhere by hand', async () => {
  const { dataDir } = await prepare('altered')
  const database = new Database(join(dataDir, 'yaoquan.db'))
  database.exec("UPDATE seller SET store_name = NULL WHERE seller_id = '222'")
  database.close()
  expect(await verdicts(dataDir)).toEqual(['broken', 'intact', 'intact'])
})

test('an audit names a seller of another store to whom a server of a former version wrote in the directory', async () => {
  const { dataDir, east } = await prepare('former')
  const former = await openStore({ dataDir })
  await issuerOf(former).issueCoupons('222', [draftOf({ couponCode: 'c', channel: 'app' })], nowMs)
  await former.close()
  await within(dataDir, async (store) => {
    await administer(store, nowMs).createSession('token', session)
    const { findAccessSeq } = (await store.others.find('east')).storePart
    const [work, faults] = await tellEast(store)
    await expect.poll(() => findAccessSeq('222'), { interval: 20 }).toBe(4)
    await work.stop()
    expect([faults, await kindsIn(store, '222')]).toEqual([[], ['seller', 'app', 'app']])
  })
  expect(await verdicts(dataDir)).toEqual(['broken', 'intact', 'intact'])
  expect(await verdicts(east)).toEqual(['intact', 'intact'])
})

test('no seller is answered from the rows of another store, nor written there', async () => {
  const { dataDir, east } = await prepare('apart')
  await within(dataDir, async (store) => {
    for (const sellerId of ['111', '222']) {
      const drafts = [draftOf({ couponCode: `of-${sellerId}`, channel: 'app' })]
      await issuerOf(store).issueCoupons(sellerId, drafts, nowMs)
    }
    for (const sellerId of ['111', '222']) {
      const { coupons, totalCount } = await store.couponReader.findCouponPage(query(sellerId))
      expect([totalCount, coupons.map(({ terms }) => terms.couponCode)]).toEqual([1, [`of-${sellerId}`]])
    }
    const audit = { begunAtMs: 1, endedAtMs: 2, events: 3, rows: 4, findings: 0 }
    await (await store.others.find('east')).lastAudits.record(audit)
    expect([await store.lastAudits.find('222'), await store.lastAudits.find('111')]).toEqual([audit, undefined])
  })
  expect(tablesOf(east, '111')).toEqual([])
  expect(tablesOf(dataDir, '222')).not.toContain('coupon')
})

test('a program that was open before knows a store and a seller that were added since', async () => {
  const dataDir = join(parent, 'later')
  const early = await openStores({ dataDir })
  await addStore({ dataDir }, { name: 'east', location: `sqlite:${join(parent, 'later-east')}` })
  await within(dataDir, (store) => assign(store))
  await issuerOf(early).issueCoupons('222', [draftOf({ couponCode: 'c', channel: 'app' })], nowMs)
  await early.close()
  expect(tablesOf(dataDir, '222')).not.toContain('coupon')
  expect(tablesOf(join(parent, 'later-east'), '222')).toContain('coupon')
})

test('while a store is down only its sellers are refused, and it is opened once it is back', async () => {
  const { dataDir, east } = await prepare('down')
  renameSync(east, `${east}-away`)
  const changes: unknown[] = []
  const onOtherStore = (change: unknown) => changes.push(change)
  await withinStores({ dataDir, onOtherStore }, async (store) => {
    expect((await store.couponReader.findCouponPage(query('111'))).totalCount).toBe(0)
    const refused = await store.couponReader.findCouponPage(query('222')).catch((error: unknown) => error)
    const en = expect.stringMatching(/^the store east is not open: [^\p{Script=Han}]+$/u)
    const zh = expect.stringMatching(/^存储 east 未打开: (?!.*\bdata folder\b).+$/)
    expect([isPassingFault(refused), refused]).toMatchObject([true, { text: { zh, en } }])
    expect(await listStores({ dataDir })).toMatchObject([{ name: 'east', sellerIds: ['222'], fault: { zh, en } }])
    renameSync(`${east}-away`, east)
    await store.others.open()
    expect((await store.couponReader.findCouponPage(query('222'))).totalCount).toBe(0)
  })
  const reason = expect.stringContaining('east')
  expect(changes).toEqual([
    { store: 'east', isOpen: false, reason },
    { store: 'east', isOpen: true, reason },
  ])
})

test('a store of another directory, with sellers of its own, or under another name is refused', async () => {
  const { dataDir, east } = await prepare('own')
  const other = join(parent, 'own-other')
  await within(other, (store) => administer(store, nowMs).createSeller({ sellerId: '333', name: '三' }))
  await expect(addStore({ dataDir: other }, { name: 'east', location: `sqlite:${east}` })).rejects.toThrow('east')
  await expect(addStore({ dataDir }, { name: 'west', location: `sqlite:${east}` })).rejects.toThrow('west')
  await expect(addStore({ dataDir }, { name: 'west', location: `sqlite:${other}` })).rejects.toThrow('sellers')
  await expect(addStore({ dataDir: east }, { name: 'far', location: `sqlite:${join(parent, 'far')}` })).rejects.toThrow(
    'directory',
  )
  const empty = join(parent, 'own-empty')
  await within(empty, async () => undefined)
  await expect(addStore({ dataDir: empty }, { name: 'self', location: `sqlite:${empty}` })).rejects.toThrow('empty')
  expect((await listStores({ dataDir })).map(({ name }) => name)).toEqual(['east'])
})

test('a place without the sellers of a store is not taken for it', async () => {
  const dataDir = join(parent, 'placed')
  const at = (place: string) => ({ name: 'east', location: `sqlite:${join(parent, place)}` })
  await within(dataDir, async () => undefined)
  for (const place of ['placed-first', 'placed-second']) await addStore({ dataDir }, at(place))
  await within(dataDir, (store) => assign(store))
  await expect(addStore({ dataDir }, at('placed-first'))).rejects.toThrow('none of the sellers')
  await expect(addStore({ dataDir }, at('placed-nowhere'))).rejects.toThrow()
  expect(existsSync(join(parent, 'placed-nowhere'))).toBe(false)
  await addStore({ dataDir }, at('placed-second'))
})

test('a seller that a restored store does not know is registered there again by the same command', async () => {
  const [dataDir, east] = [join(parent, 'earlier'), join(parent, 'earlier-east')]
  await within(dataDir, async () => undefined)
  await addStore({ dataDir }, { name: 'east', location: `sqlite:${east}` })
  cpSync(east, `${east}-copy`, { recursive: true })
  await within(dataDir, (store) => assign(store))
  rmSync(east, { recursive: true })
  renameSync(`${east}-copy`, east)
  await within(dataDir, async (store) => {
    expect(await assign(store)).toBe('assigned-before')
    expect(await kindsIn(store, '222')).toEqual(['seller'])
  })
})

test('who was shown the secret of an app does not approve what it saved for a seller of another store', async () => {
  const { dataDir } = await prepare('secret')
  await within(dataDir, async (store) => {
    const secret = { appSecret: 'helloworld', secretSetAtMs: 1, oldSecret: undefined }
    const app = { ...defaultSettings, ...secret, appKey: '1', name: 'ERP', sellerIds: ['222'] }
    await administer(store, nowMs).run(createApp, { app, shownTo: 'li' })
    const saving = { sellerId: '222', outRequestNo: 'save', method: 'save', content: '', actor: 'app:1' }
    const waiting = { state: 'draft', approval: { kind: 'waiting' } } as const
    await save(store, { ...saving, requestId: undefined, nowMs }, waiting)
    const { call } = approveTemplateMethod({ lifecycle: store.lifecycleStore, apps: store.appRegistry })
    const approve = async (name: string) => {
      const operator = { name, shops: undefined }
      const grants = { preset: 'full', allowed: [], denied: [] } as const
      const context = {
        appKey: '',
        actor: `operator:${name}`,
        operator,
        grants,
        requestId: name,
        sellerId: '222',
        nowMs,
      }
      return (await call({ outRequestNo: name, couponId: 'T', version: 1 }, context)).result
    }
    expect(await approve('li')).toMatchObject({ errorCode: 'APPROVER_KNOWS_SECRET' })
    expect(await approve('wang')).toMatchObject({ version: 2, success: true })
  })
})

test('a signature of an app with sellers in two stores is used once, whichever of them a call names', async () => {
  const { dataDir, east } = await prepare('signed')
  await within(dataDir, async (store) => {
    const call = async (sellerId: string, [signed, content]: readonly [number, number]) => {
      const [signDigest, callDigest] = [new Uint8Array(16).fill(signed), new Uint8Array(16).fill(content)]
      const numbered = { sellerId, outRequestNo: `${signed} ${content}`, method: 'save', content: `${content}` }
      const sign = { signDigest, callDigest, homeSellerId: '111' }
      return (await save(store, { ...numbered, actor: 'app:1', requestId: undefined, nowMs, sign }, {})).kind
    }
    const sellers = ['111', '222'] as const
    for (const [place, sellerId] of sellers.entries()) {
      const [signed, other] = [place + 1, sellers[1 - place] ?? '']
      expect(await call(sellerId, [signed, 1])).toBe('done')
      expect(await call(other, [signed, 2])).toBe('sign-reused')
      expect(await call(other, [signed, 1])).toBe('done')
    }
  })
  expect(tablesOf(east, '111')).toEqual([])
})

test('a seller of the directory is not assigned, nor one of another store; one that is not registered is in none', async () => {
  const { dataDir } = await prepare('twice')
  await addStore({ dataDir }, { name: 'west', location: `sqlite:${join(parent, 'twice-west')}` })
  await within(dataDir, async (store) => {
    expect(await assign(store, '111')).toBe('exists')
    await expect(store.couponReader.findCouponPage(query('333'))).rejects.toThrow('333')
    const west = { sellerId: '222', name: '二', storeName: 'west' }
    expect(await assignSeller(store, west, systemRequest(nowMs))).toBe('exists')
  })
})

test('events of apps reach the other store once each, whoever tells it', async () => {
  const { dataDir } = await prepare('told')
  await within(dataDir, async (store) => {
    await administer(store, nowMs).createSession('token', session)
    const east = await store.others.find('east')
    const told = async () => (await east.eventReader.listEvents({ sellerId: '222', afterSeq: 0, limit: 100 })).events
    const works = [await tellEast(store), await tellEast(store)]
    await expect.poll(async () => (await told()).length, { interval: 20 }).toBe(3)
    works.push(await tellEast(store))
    for (const [work] of works) await work.stop()
    expect(await kindsIn(store, '222')).toEqual(['seller', 'app', 'app'])
    expect(JSON.stringify(await told())).toContain('directory_event')
    expect(works.flatMap(([, faults]) => faults)).toEqual([])
    expect(await east.eventAuditor.verifyChain('222')).toMatchObject({ kind: 'intact' })
  })
})

test('each store has its own key: that of one is changed while programs use all', async () => {
  const { dataDir, east } = await prepare('rotated')
  await within(dataDir, async (store) => {
    // As a thread does, which has no other work for each store.
    await store.others.find('east')
    const onProgress = () => store.keyRotator.look()
    const rotation = await rotateMasterKey({ dataDir: east, nowMs: () => nowMs, settleMs: 0, onProgress })
    expect(rotation.kind).toBe('rotated')
    await store.keyRotator.look()
    await issuerOf(store).issueCoupons('222', [draftOf({ couponCode: 'after', channel: 'app' })], nowMs)
  })
  await within(dataDir, async (store) => {
    expect((await store.couponReader.findCouponPage(query('222'))).totalCount).toBe(1)
    expect((await store.couponReader.findCouponPage(query('111'))).totalCount).toBe(0)
  })
  expect([await verdicts(dataDir), await verdicts(east)].flat().filter((kind) => kind !== 'intact')).toEqual([])
})

test('a seller of a store that a restored directory does not know is registered there again, and nowhere else', async () => {
  const [dataDir, restored] = [join(parent, 'known'), join(parent, 'restored')]
  await within(dataDir, (store) => administer(store, nowMs).createSeller({ sellerId: '111', name: '一' }))
  for (const name of ['east', 'west']) {
    await addStore({ dataDir }, { name, location: `sqlite:${join(parent, `known-${name}`)}` })
  }
  cpSync(dataDir, restored, { recursive: true })
  await within(dataDir, (store) => assign(store))
  const administration = await openAdministration({ dataDir: restored })
  const seller = { sellerId: '222', name: '二' }
  expect(await administration.createSeller(seller)).toBe('exists')
  expect(await administration.assignSeller({ ...seller, storeName: 'west' })).toBe('exists')
  expect(await administration.assignSeller({ ...seller, storeName: 'east' })).toBe('assigned')
  rmSync(join(restored, 'stores.json'))
  const host = await openAdministration({ dataDir: restored })
  await expect(host.createSeller({ sellerId: '333', name: '三' })).rejects.toThrow('stores.json')
  await host.close()
  await administration.close()
})
