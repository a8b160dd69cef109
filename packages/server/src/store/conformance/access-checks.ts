import type { App } from '../../domain/access/access-store.ts'
import { defaultSettings } from '../../domain/access/default-settings.ts'
import type { Store } from '../open-store.ts'
import { newSeller, type Stores, storeAt } from './programs.ts'
import { describe, expect, test } from './suite.ts'

/** What every engine must do with chains, apps, sessions and counted calls. */
export function accessChecks(stores: Stores): void {
  describe('access', () =>
    granting(
      () => storeAt(stores, 0),
      () => storeAt(stores, 1),
    ))
}

function granting(store: () => Store, other: () => Store): void {
  test('an app, a session and a chain are found in another program as they were made', async () => {
    const app = newApp({ isEnabled: false, allowedIps: ['10.0.0.0/8', '::1'], callsPerDay: 5000, callsPerSecond: 0 })
    const session = { appKey: app.appKey, sellerId: '111', expiresAtMs: 5 }
    const chain = { sellerId: newSeller(), name: '康民大药房' }
    expect(await store().accessWriter.createApp(app, 1)).toBe('created')
    expect(await store().accessWriter.createSession(`token-${app.appKey}`, session, 1)).toBe('created')
    expect(await store().accessWriter.createChain(chain, 1)).toBe('created')
    expect(await other().accessReader.findApp(app.appKey)).toEqual(app)
    expect(await other().accessReader.findSession(`token-${app.appKey}`)).toEqual(session)
    expect(await other().accessWriter.findChain(chain.sellerId)).toEqual(chain)
  })

  test('what exists is told and left as it is', async () => {
    const app = newApp()
    const { accessWriter } = store()
    await accessWriter.createApp(app, 1)
    expect(await accessWriter.createApp({ ...app, name: 'other', sellerIds: ['9'] }, 2)).toBe('exists')
    expect(await other().accessReader.findApp(app.appKey)).toEqual(app)
    const chain = { sellerId: newSeller(), name: 'first' }
    await accessWriter.createChain(chain, 1)
    expect(await accessWriter.createChain({ ...chain, name: 'second' }, 2)).toBe('exists')
    expect(await accessWriter.findChain(chain.sellerId)).toEqual(chain)
  })

  test('of many who make the same app at once, one makes it', async () => {
    const app = newApp()
    const makers = Array.from({ length: 20 }, (_, place) => (place % 2 === 0 ? store() : other()))
    const made = await Promise.all(makers.map(({ accessWriter }) => accessWriter.createApp(app, 1)))
    expect(made.filter((outcome) => outcome === 'created')).toHaveLength(1)
  })

  test('adds up calls per app and day, from many at once', async () => {
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
