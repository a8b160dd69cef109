import { expect } from 'expect'
import { type App, defaultSettings, newSeller } from '#server/testing'
import { type Checks, together } from './programs.ts'

/** What every engine must do with sellers, apps, sessions and counted calls. */
export const accessChecks: Checks = {
  async 'an app, a session and a seller are found by another program as they were created'({ one, other, sellerId }) {
    const app = newApp({ isEnabled: false, allowedIps: ['10.0.0.0/8', '::1'], callsPerDay: 5000, callsPerSecond: 0 })
    const session = { appKey: app.appKey, sellerId: '111', expiresAtMs: 5 }
    const seller = { sellerId, name: '康民大药房' }
    expect(await one.accessWriter.createApp(app, 1)).toBe('created')
    expect(await one.accessWriter.createSession(`token-${app.appKey}`, session, 1)).toBe('created')
    expect(await one.accessWriter.createSeller(seller, 1)).toBe('created')
    expect(await other.accessReader.findApp(app.appKey)).toEqual(app)
    expect(await other.accessReader.findSession(`token-${app.appKey}`)).toEqual(session)
    expect(await other.accessWriter.findSeller(sellerId)).toEqual(seller)
  },

  async 'what exists is reported and unchanged'({ one: { accessWriter }, other, sellerId }) {
    const app = newApp()
    await accessWriter.createApp(app, 1)
    expect(await accessWriter.createApp({ ...app, name: 'other', sellerIds: ['9'] }, 2)).toBe('exists')
    expect(await other.accessReader.findApp(app.appKey)).toEqual(app)
    await accessWriter.createSeller({ sellerId, name: 'first' }, 1)
    expect(await accessWriter.createSeller({ sellerId, name: 'second' }, 2)).toBe('exists')
    expect(await accessWriter.findSeller(sellerId)).toEqual({ sellerId, name: 'first' })
  },

  async 'of many that create the same app at the same time, one succeeds'({ at }) {
    const app = newApp()
    const made = await together(20, (place) => at(place).accessWriter.createApp(app, 1))
    expect(made.filter((outcome) => outcome === 'created')).toHaveLength(1)
  },

  async 'of many changes of an app at the same time none is lost'({ one, other, at }) {
    const app = newApp()
    await one.accessWriter.createApp(app, 1)
    await together(8, (place) =>
      at(place).appRegistry.changeApp(app.appKey, (current) => {
        const allowed = [...new Set([...current.grants.allowed, `name-${place}`])]
        return { kind: 'changed', app: { ...current, grants: { ...current.grants, allowed } } }
      }),
    )
    const entry = await other.appRegistry.findAppEntry(app.appKey)
    expect(entry?.app.grants.allowed.toSorted()).toEqual(Array.from({ length: 8 }, (_, place) => `name-${place}`))
    expect(await one.appRegistry.changeApp(newSeller(), () => ({ kind: 'never' }))).toEqual({ kind: 'unknown-app' })
  },

  async 'an app changed whole is found in another program as it was changed'({ one, other }) {
    const app = newApp()
    await one.accessWriter.createApp(app, 1)
    const oldSecret = { text: 'helloworld', endsAtMs: 99, lastUsedAtMs: undefined }
    const settings = { name: 'POS', isEnabled: false, sellerIds: ['333'], charset: 'gbk' } as const
    const phones = { masksPhones: true, fullPhonesPerHour: 0 }
    const changed: App = { ...app, ...settings, ...phones, appSecret: 'newer', secretSetAtMs: 7, oldSecret }
    await one.appRegistry.changeApp(app.appKey, () => ({ kind: 'changed', app: changed }))
    expect((await other.appRegistry.findAppEntry(app.appKey))?.app).toEqual(changed)
    for (const [secretSetAtMs, atMs] of [[6, 80] as const, [7, 60] as const, [7, 50] as const]) {
      await other.oldSecretLedger.recordOldSecretUse({ appKey: app.appKey, secretSetAtMs, atMs })
    }
    const entry = await one.appRegistry.findAppEntry(app.appKey)
    expect(entry?.app.oldSecret).toEqual({ ...oldSecret, lastUsedAtMs: 60 })
  },

  async 'a session is listed, extended and revoked by its id, in any program'({ one, other: { sessionRegistry } }) {
    const { appKey } = newApp()
    const session = { appKey, sellerId: '111', expiresAtMs: 5 }
    for (const token of ['a', 'b']) await one.accessWriter.createSession(`${token}-${appKey}`, session, 1)
    const [first, second] = await sessionRegistry.listSessions(appKey)
    expect(first).toEqual({ ...session, sessionId: expect.stringMatching(/^[0-9a-f]{16}$/), createdAtMs: 1 })
    expect(await one.sessionRegistry.extendSession(first?.sessionId ?? '', 6)).toEqual({ ...first, expiresAtMs: 6 })
    expect(await one.sessionRegistry.revokeSession(second?.sessionId ?? '')).toBe('revoked')
    expect(await sessionRegistry.revokeSession(second?.sessionId ?? '')).toBe('unknown')
    expect(await sessionRegistry.listSessions(appKey)).toEqual([{ ...first, expiresAtMs: 6 }])
  },

  async 'adds up calls per app and day, from many servers at the same time'({ one, at }) {
    const { appKey } = newApp()
    const totals = await together(30, (place) => at(place).usage.addCalls(appKey, '2026-11-24', 2))
    expect(totals.toSorted((left, right) => left - right)).toEqual(totals.map((_, place) => (place + 1) * 2))
    expect(await one.usage.addCalls(appKey, '2026-11-25', 1)).toBe(1)
  },
}

function newApp(given: Partial<App> = {}): App {
  const secrets = { appSecret: 'helloworld', secretSetAtMs: 1, oldSecret: undefined }
  return { appKey: newSeller(), ...defaultSettings, ...secrets, name: '收银', sellerIds: ['222', '111'], ...given }
}
