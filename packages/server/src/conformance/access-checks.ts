import type { App } from '#domain/access/access-store'
import { defaultSettings } from '#domain/access/default-settings'
import type { Store } from '#store/open-store'
import { newSeller, type Stores, storeAt } from './programs.ts'
import { describe, expect, test } from './suite.ts'

/** What every engine must do with sellers, apps, sessions and counted calls. */
export function accessChecks(stores: Stores): void {
  describe('access', () =>
    granting(
      () => storeAt(stores, 0),
      () => storeAt(stores, 1),
    ))
}

function granting(store: () => Store, other: () => Store): void {
  test('an app, a session and a seller are found by another program as they were created', async () => {
    const app = newApp({ isEnabled: false, allowedIps: ['10.0.0.0/8', '::1'], callsPerDay: 5000, callsPerSecond: 0 })
    const session = { appKey: app.appKey, sellerId: '111', expiresAtMs: 5 }
    const chain = { sellerId: newSeller(), name: '康民大药房' }
    expect(await store().accessWriter.createApp(app, 1)).toBe('created')
    expect(await store().accessWriter.createSession(`token-${app.appKey}`, session, 1)).toBe('created')
    expect(await store().accessWriter.createSeller(chain, 1)).toBe('created')
    expect(await other().accessReader.findApp(app.appKey)).toEqual(app)
    expect(await other().accessReader.findSession(`token-${app.appKey}`)).toEqual(session)
    expect(await other().accessWriter.findSeller(chain.sellerId)).toEqual(chain)
  })

  test('what exists is reported and unchanged', async () => {
    const app = newApp()
    const { accessWriter } = store()
    await accessWriter.createApp(app, 1)
    expect(await accessWriter.createApp({ ...app, name: 'other', sellerIds: ['9'] }, 2)).toBe('exists')
    expect(await other().accessReader.findApp(app.appKey)).toEqual(app)
    const chain = { sellerId: newSeller(), name: 'first' }
    await accessWriter.createSeller(chain, 1)
    expect(await accessWriter.createSeller({ ...chain, name: 'second' }, 2)).toBe('exists')
    expect(await accessWriter.findSeller(chain.sellerId)).toEqual(chain)
  })

  test('of many that create the same app at the same time, one succeeds', async () => {
    const app = newApp()
    const makers = Array.from({ length: 20 }, (_, place) => (place % 2 === 0 ? store() : other()))
    const made = await Promise.all(makers.map(({ accessWriter }) => accessWriter.createApp(app, 1)))
    expect(made.filter((outcome) => outcome === 'created')).toHaveLength(1)
  })

  test('of many changes of an app at the same time none is lost', async () => {
    const app = newApp()
    await store().accessWriter.createApp(app, 1)
    const names = Array.from({ length: 8 }, (_, place) => `name-${place}`)
    await Promise.all(
      names.map((name, place) =>
        (place % 2 === 0 ? store() : other()).appRegistry.changeApp(app.appKey, (current) => {
          const allowed = [...new Set([...current.grants.allowed, name])]
          return { kind: 'changed', app: { ...current, grants: { ...current.grants, allowed } } }
        }),
      ),
    )
    const entry = await other().appRegistry.findAppEntry(app.appKey)
    expect(entry?.app.grants.allowed.toSorted()).toEqual(names)
    expect(await store().appRegistry.changeApp(newSeller(), () => ({ kind: 'never' }))).toEqual({ kind: 'unknown-app' })
  })

  test('an app changed whole is found in another program as it was changed', async () => {
    const app = newApp()
    await store().accessWriter.createApp(app, 1)
    const oldSecret = { text: 'helloworld', endsAtMs: 99, lastUsedAtMs: undefined }
    const settings = { name: 'POS', isEnabled: false, sellerIds: ['333'], charset: 'gbk', masksPhones: true } as const
    const changed: App = { ...app, ...settings, appSecret: 'newer', secretSetAtMs: 7, oldSecret }
    await store().appRegistry.changeApp(app.appKey, () => ({ kind: 'changed', app: changed }))
    expect((await other().appRegistry.findAppEntry(app.appKey))?.app).toEqual(changed)
    const ledger = other().oldSecretLedger
    await ledger.recordOldSecretUse({ appKey: app.appKey, secretSetAtMs: 6, atMs: 80 })
    await ledger.recordOldSecretUse({ appKey: app.appKey, secretSetAtMs: 7, atMs: 60 })
    await ledger.recordOldSecretUse({ appKey: app.appKey, secretSetAtMs: 7, atMs: 50 })
    const entry = await store().appRegistry.findAppEntry(app.appKey)
    expect(entry?.app.oldSecret).toEqual({ ...oldSecret, lastUsedAtMs: 60 })
  })

  test('a session is listed, extended and revoked by its id, in any program', async () => {
    const { appKey } = newApp()
    const session = { appKey, sellerId: '111', expiresAtMs: 5 }
    for (const token of ['a', 'b']) await store().accessWriter.createSession(`${token}-${appKey}`, session, 1)
    const { sessionRegistry } = other()
    const [first, second] = await sessionRegistry.listSessions(appKey)
    expect(first).toEqual({ ...session, sessionId: expect.stringMatching(/^[0-9a-f]{16}$/), createdAtMs: 1 })
    expect(await store().sessionRegistry.extendSession(first?.sessionId ?? '', 6)).toEqual({ ...first, expiresAtMs: 6 })
    expect(await store().sessionRegistry.revokeSession(second?.sessionId ?? '')).toBe('revoked')
    expect(await sessionRegistry.revokeSession(second?.sessionId ?? '')).toBe('unknown')
    expect(await sessionRegistry.listSessions(appKey)).toEqual([{ ...first, expiresAtMs: 6 }])
  })

  test('adds up calls per app and day, from many servers at the same time', async () => {
    const { appKey } = newApp()
    const counters = Array.from({ length: 30 }, (_, place) => (place % 2 === 0 ? store() : other()))
    const totals = await Promise.all(counters.map(({ usage }) => usage.addCalls(appKey, '2026-11-24', 2)))
    expect(totals.toSorted((left, right) => left - right)).toEqual(counters.map((_, place) => (place + 1) * 2))
    expect(await store().usage.addCalls(appKey, '2026-11-25', 1)).toBe(1)
  })
}

function newApp(given: Partial<App> = {}): App {
  return {
    appKey: newSeller(),
    ...defaultSettings,
    appSecret: 'helloworld',
    secretSetAtMs: 1,
    oldSecret: undefined,
    name: '收银',
    sellerIds: ['222', '111'],
    ...given,
  }
}
