import { expect } from 'expect'
import {
  type App,
  administer,
  defaultSettings,
  exchangeSecret,
  extendSession,
  newSeller,
  revokeSession,
  updateApp,
} from '#server/testing'
import { type Checks, together } from './programs.ts'

/** What every engine must do with sellers, apps, sessions and counted calls. */
export const accessChecks: Checks = {
  async 'an app, a session and a seller are found by another program as they were created'({ one, other, sellerId }) {
    const app = newApp({ isEnabled: false, allowedIps: ['10.0.0.0/8', '::1'], callsPerDay: 5000, callsPerSecond: 0 })
    const session = { appKey: app.appKey, sellerId: '111', expiresAtMs: 5 }
    const seller = { sellerId, name: '康民大药房' }
    expect(await administer(one).createApp(app)).toBe('done')
    expect(await administer(one).createSession(`token-${app.appKey}`, session)).toBe('done')
    expect(await administer(one).createSeller(seller)).toBe('done')
    expect(await other.accessReader.findApp(app.appKey)).toEqual(app)
    expect(await other.accessReader.findSession(`token-${app.appKey}`)).toEqual(session)
    expect(await other.sellerFinder.findSeller(sellerId)).toEqual(seller)
  },

  async 'what exists is reported and unchanged'({ one, other, sellerId }) {
    const app = newApp()
    const { createApp, createSeller } = administer(one)
    await createApp(app)
    expect(await createApp({ ...app, name: 'other', sellerIds: ['9'] })).toBe('exists')
    expect(await other.accessReader.findApp(app.appKey)).toEqual(app)
    await createSeller({ sellerId, name: 'first' })
    expect(await createSeller({ sellerId, name: 'second' })).toBe('exists')
    expect(await one.sellerFinder.findSeller(sellerId)).toEqual({ sellerId, name: 'first' })
  },

  async 'of many that create the same app at the same time, one succeeds'({ at }) {
    const app = newApp()
    const made = await together(20, (place) => administer(at(place)).createApp(app))
    expect(made.filter((outcome) => outcome === 'done')).toHaveLength(1)
  },

  async 'of many changes of an app at the same time none is lost'({ one, other, at }) {
    const app = newApp()
    const target = { appKey: app.appKey }
    await administer(one).createApp(app)
    await together(8, (place) => {
      const change = { grants: { allow: [`name-${place}`], deny: [] } }
      return administer(at(place)).run(updateApp, { target, change })
    })
    const entry = await other.appRegistry.findAppEntry(app.appKey)
    expect(entry?.app.grants.allowed.toSorted()).toEqual(Array.from({ length: 8 }, (_, place) => `name-${place}`))
    const unknown = { target: { appKey: newSeller() }, change: {} }
    expect(await administer(one).run(updateApp, unknown)).toBe('unknown-app')
  },

  async 'an app changed whole is found in another program as it was changed'({ one, other }) {
    const app = newApp()
    const target = { appKey: app.appKey }
    const administration = administer(one, 7)
    for (const sellerId of ['333']) await administration.createSeller({ sellerId, name: sellerId })
    await administration.createApp(app)
    const settings = { name: 'POS', isEnabled: false, sellerIds: ['333'], charset: 'gbk', language: 'en' } as const
    const phones = { masksPhones: true, fullPhonesPerHour: 0 }
    const change = { ...settings, masksPhones: true, fullPhonesPerHour: 'none' } as const
    expect(await administration.run(updateApp, { target, change })).toBe('done')
    await administration.run(exchangeSecret, { target, text: 'newer', oldEndsAtMs: 99 })
    const oldSecret = { text: 'helloworld', endsAtMs: 99, lastUsedAtMs: undefined }
    const changed: App = { ...app, ...settings, ...phones, appSecret: 'newer', secretSetAtMs: 7, oldSecret }
    expect((await other.appRegistry.findAppEntry(app.appKey))?.app).toEqual(changed)
    for (const [secretSetAtMs, atMs] of [[6, 80] as const, [7, 60] as const, [7, 50] as const]) {
      await other.oldSecretLedger.recordOldSecretUse({ appKey: app.appKey, secretSetAtMs, atMs })
    }
    const entry = await one.appRegistry.findAppEntry(app.appKey)
    expect(entry?.app.oldSecret).toEqual({ ...oldSecret, lastUsedAtMs: 60 })
  },

  async 'a session is listed, extended and revoked by its id, in any program'({ one, other }) {
    const { sessionRegistry } = other
    const { appKey } = newApp()
    const session = { appKey, sellerId: '111', expiresAtMs: 5 }
    for (const token of ['a', 'b']) await administer(one).createSession(`${token}-${appKey}`, session)
    const [first, second] = await sessionRegistry.listSessions(appKey)
    expect(first).toEqual({ ...session, sessionId: expect.stringMatching(/^[0-9a-f]{16}$/), createdAtMs: 1 })
    const extension = { sessionId: first?.sessionId ?? '', expiresAtMs: 6 }
    expect(await administer(one).run(extendSession, extension)).toBe('done')
    const ended = { sessionId: second?.sessionId ?? '' }
    expect(await administer(one).run(revokeSession, ended)).toBe('done')
    expect(await administer(other).run(revokeSession, ended)).toBe('unknown')
    expect(await sessionRegistry.listSessions(appKey)).toEqual([{ ...first, expiresAtMs: 6 }])
  },

  async 'adds up calls per app and day, from many servers at the same time'({ one, at }) {
    const { appKey } = newApp()
    const totals = await together(30, (place) => at(place).usage.addCalls(appKey, '2026-11-24', 2))
    expect(totals.toSorted((left, right) => left - right)).toEqual(totals.map((_, place) => (place + 1) * 2))
    expect(await one.usage.addCalls(appKey, '2026-11-25', 1)).toBe(1)
  },
}

function newApp(input: Partial<App> = {}): App {
  const secrets = { appSecret: 'helloworld', secretSetAtMs: 1, oldSecret: undefined }
  return { appKey: newSeller(), ...defaultSettings, ...secrets, name: '收银', sellerIds: ['222', '111'], ...input }
}
