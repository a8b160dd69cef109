import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { sqliteProfile } from '#database/ddl-profile'
import { migrate } from '#database/migrate'
import type { SqlEngine } from '#database/sql-engine'
import { openSqliteEngine } from '#database/sqlite/open-sqlite-engine'
import { positional } from '#database/statement'
import { removeWebhook, replayWebhooks } from '#domain/administration/change-webhooks'
import { createOperator } from '#domain/administration/create-operator'
import { endOldSecret, rotateAppSecret } from '#domain/administration/exchange-secret'
import { resetOperator, revokeRole, setRole, switchOperator } from '#domain/administration/manage-operators'
import { extendSession, openSession, revokeSession } from '#domain/administration/open-session'
import { registerApp } from '#domain/administration/register-app'
import { registerSeller } from '#domain/administration/register-seller'
import { registerWebhook } from '#domain/administration/register-webhook'
import { updateApp } from '#domain/administration/update-app'
import type { SharedActs, SharedRequest } from '#domain/lifecycle/shared-act'
import { createAppRegistry, createSessionRegistry } from '#store/access/app-registry'
import { createOperatorRegistry } from '#store/access/people'
import { createWebhookRegistry } from '#store/access/webhooks'
import { Identifiers } from '#store/members/identifiers'
import { migrations } from '#store/schema/migrations'
import { MemberKeysInMemory } from '#testing/member-keys-in-memory'
import { temporaryFolder } from '#testing/temporary-folder'
import { openTestKeyring } from '#testing/test-keys'
import { createSharedActs } from './run-shared-act.ts'

const hourMs = 3_600_000
const startMs = 1_000
/** When true, the next insert of an event fails, as when the process ends there. */
let breaksAtEvents = false
let engine: SqlEngine
let acts: SharedActs
let parts: Awaited<ReturnType<typeof openParts>>
let numbers = 0

beforeAll(async () => {
  engine = await openSqliteEngine(join(temporaryFolder(), 'acts.db'))
  await migrate(engine, sqliteProfile, migrations)
  parts = await openParts()
  acts = parts.acts
  for (const sellerId of ['111', '222']) await acts.runAct(requestOf(), registerSeller, { sellerId, name: sellerId })
})
afterAll(() => engine.close())

const noErasures = { intendErasure: () => Promise.reject(new Error('nobody is erased')) }

async function openParts() {
  const keyring = await openTestKeyring(engine)
  const identifiers = new Identifiers(keyring, new MemberKeysInMemory())
  const breaking: SqlEngine = {
    ...engine,
    reader: engine.reader,
    transact: (work, options) =>
      engine.transact(
        (transaction) =>
          work(
            new Proxy(transaction, {
              get(target, name) {
                const value = Reflect.get(target, name)
                if (typeof value !== 'function') return value
                return (text: unknown, ...rest: readonly unknown[]) => {
                  if (breaksAtEvents && JSON.stringify(text).includes('INSERT INTO chain_event'))
                    throw new Error('the end')
                  return Reflect.apply(value, target, [text, ...rest])
                }
              },
            }),
          ),
        options,
      ),
  }
  return {
    acts: createSharedActs({ engine: breaking, identifiers, keyring, memberKeys: noErasures }),
    apps: createAppRegistry({ engine, keyring }),
    sessions: createSessionRegistry(engine.reader),
    operators: createOperatorRegistry({ engine, keyring }),
    webhooks: createWebhookRegistry({ engine, keyring }),
    randomBytes,
    isRefusedTarget: async () => false,
    passwords: {
      hash: async (password: string) => `hash of ${password}`,
      fits: async () => false,
      isWeak: () => false,
      isBusy: () => false,
    },
  }
}

function requestOf(input: Partial<SharedRequest> = {}): SharedRequest {
  const common = { method: 'test', content: '', actor: 'operator:cli', requestId: undefined, nowMs: startMs }
  return { requestNo: undefined, ...common, ...input }
}

function newRequest(input: Partial<SharedRequest> = {}): SharedRequest {
  numbers += 1
  return requestOf({ requestNo: `no-${numbers}`, ...input })
}

async function eventsOf(sellerId: string): Promise<readonly string[]> {
  const rows = await engine.reader.all(
    positional('SELECT kind, after_text FROM chain_event WHERE seller_id = ? ORDER BY event_seq', [sellerId]),
  )
  return rows.map(([kind, after]) => `${kind} ${JSON.parse(String(after)).act}`)
}

async function tablesOf(): Promise<string> {
  const names = [
    'app',
    'app_seller',
    'app_session',
    'webhook',
    'operator',
    'operator_role',
    'seller',
    'app_secret_reader',
  ]
  const rows = await Promise.all(names.map((name) => engine.reader.all(positional(`SELECT * FROM ${name}`))))
  return JSON.stringify([rows, await engine.reader.all(positional('SELECT * FROM out_request'))])
}

/** Does something once with a fault at its event, which leaves nothing, and once without. @returns new events by seller */
async function tracked(act: (request: SharedRequest) => Promise<unknown>): Promise<readonly (readonly string[])[]> {
  const request = newRequest()
  const [tables, before] = [await tablesOf(), await Promise.all(['111', '222'].map(eventsOf))]
  breaksAtEvents = true
  await expect(act(request)).rejects.toThrow('the end')
  breaksAtEvents = false
  expect(await tablesOf()).toBe(tables)
  await act(request)
  // Repeated under its number it leaves no second event.
  const after = await Promise.all(['111', '222'].map(eventsOf))
  return after.map((events, place) => events.slice(before[place]?.length ?? 0))
}

const newApp = (sellerIds: readonly string[]) => ({ name: 'ERP', sellerIds })
const made = { kind: 'created' } as const

async function appOf(...sellerIds: readonly string[]): Promise<string> {
  const app = await registerApp(newApp(sellerIds), { ...parts, request: newRequest() })
  if (app.kind !== 'created') throw new Error(app.kind)
  return app.appKey
}

it('an app of two sellers leaves one event in each for every change, and neither change nor event after a crash between', async () => {
  let appKey = ''
  const create = async (request: SharedRequest) => {
    const app = await registerApp(newApp(['222', '111']), { ...parts, request }, 'boss')
    appKey = app.kind === 'created' ? app.appKey : ''
  }
  expect(await tracked(create)).toEqual([['app created'], ['app created']])
  const target = { appKey }
  const rotate = (request: SharedRequest) => rotateAppSecret({ target, oldEndsAtMs: undefined }, { ...parts, request })
  expect(await tracked(rotate)).toEqual([['app secret_rotated'], ['app secret_rotated']])
  const retire = (request: SharedRequest) => acts.runAct(request, endOldSecret, { target, endsAtMs: undefined })
  expect(await tracked(retire)).toEqual([['app old_secret_retired'], ['app old_secret_retired']])
  const leave = (request: SharedRequest) =>
    acts.runAct(request, updateApp, { target, change: { sellerIds: ['222'], name: 'POS' } })
  expect(await tracked(leave)).toEqual([['app seller_removed'], ['app changed']])
  const join = (request: SharedRequest) => acts.runAct(request, updateApp, { target, change: { sellerIds: ['111'] } })
  expect(await tracked(join)).toEqual([['app seller_added'], ['app seller_removed']])
})

it('a session, a webhook, an operator and a seller leave one event for every change', async () => {
  const appKey = await appOf('111')
  const open = (request: SharedRequest) => openSession({ appKey, sellerId: '111', days: 1 }, { ...parts, request })
  expect(await tracked(open)).toEqual([['app session_created'], []])
  const sessionId = (await parts.sessions.listSessions(appKey))[0]?.sessionId ?? ''
  const extend = (request: SharedRequest) => acts.runAct(request, extendSession, { sessionId, expiresAtMs: 5 })
  expect(await tracked(extend)).toEqual([['app session_extended'], []])
  const revoke = (request: SharedRequest) => acts.runAct(request, revokeSession, { sessionId })
  expect(await tracked(revoke)).toEqual([['app session_revoked'], []])
  const url = 'https://erp.example/events'
  const add = (request: SharedRequest) => registerWebhook({ sellerId: '222', url }, { ...parts, request })
  expect(await tracked(add)).toEqual([[], ['webhook added']])
  const webhookId = (await parts.webhooks.listWebhooks('222'))[0]?.webhookId ?? ''
  const replay = (request: SharedRequest) =>
    acts.runAct(request, replayWebhooks, { sellerId: '222', webhookId: undefined, afterSeq: 0 })
  expect(await tracked(replay)).toEqual([[], ['webhook replayed']])
  const remove = (request: SharedRequest) => acts.runAct(request, removeWebhook, { sellerId: '222', webhookId })
  expect(await tracked(remove)).toEqual([[], ['webhook removed']])
  const roles = ['222', '111'].map((sellerId) => ({ sellerId, role: 'finance', shops: undefined }))
  const hire = (request: SharedRequest) =>
    createOperator({ name: 'li.na', displayName: '李娜', roles }, { ...parts, request })
  expect(await tracked(hire)).toEqual([['operator created'], ['operator created']])
  const reset = (request: SharedRequest) => resetOperator({ name: 'li.na' }, { ...parts, request })
  expect(await tracked(reset)).toEqual([['operator password_reset'], ['operator password_reset']])
  await acts.runAct(newRequest(), registerSeller, { sellerId: '333', name: '另一家' })
  expect(await eventsOf('333')).toEqual(['seller created'])
})

it('a repeated registration of an app tells the same secret for an hour, until the app has another one', async () => {
  const request = newRequest()
  const register = (input: Partial<SharedRequest> = {}) =>
    registerApp(newApp(['111']), { ...parts, request: { ...request, ...input } })
  const first = await register()
  const events = await eventsOf('111')
  expect(first).toMatchObject({ ...made, isAlreadyDone: false })
  expect(await register({ nowMs: startMs + hourMs - 1 })).toEqual({ ...first, isAlreadyDone: true })
  const appKey = first.kind === 'created' ? first.appKey : ''
  expect(await register({ nowMs: startMs + hourMs })).toEqual({ kind: 'done-before', appKey })
  expect(await register({ actor: 'operator:boss' })).toEqual({ kind: 'conflict' })
  expect(await register({ content: 'another' })).toEqual({ kind: 'conflict' })
  expect(await eventsOf('111')).toEqual(events)
  await rotateAppSecret({ target: { appKey }, oldEndsAtMs: undefined }, { ...parts, request: newRequest() })
  expect(await register()).toEqual({ kind: 'done-before', appKey })
})

it('a repeated rotation and a repeated webhook tell the secret that they made', async () => {
  const target = { appKey: await appOf('111', '222') }
  const rotation = { ...parts, request: newRequest() }
  const rotated = await rotateAppSecret({ target, oldEndsAtMs: undefined }, rotation)
  expect(await rotateAppSecret({ target, oldEndsAtMs: undefined }, rotation)).toEqual({
    ...rotated,
    isAlreadyDone: true,
  })
  const input = { sellerId: '111', url: 'https://erp.example/again' }
  const adding = { ...parts, request: newRequest() }
  const added = await registerWebhook(input, adding)
  expect(await registerWebhook(input, adding)).toEqual({ ...added, isAlreadyDone: true })
  const webhookId = added.kind === 'added' ? added.webhookId : ''
  await acts.runAct(newRequest(), removeWebhook, { sellerId: '111', webhookId })
  expect(await registerWebhook(input, adding)).toEqual({ kind: 'done-before', webhookId })
})

it('a repeated session takes the place of the first, each time, and of none that was changed since', async () => {
  const appKey = await appOf('111')
  const request = newRequest()
  const open = () => openSession({ appKey, sellerId: '111', days: 1 }, { ...parts, request })
  const opened = [await open(), await open(), await open()]
  expect(opened).toMatchObject([{ isReplaced: false }, { isReplaced: true }, { isReplaced: true }])
  expect(new Set(opened.map((one) => one.kind === 'created' && one.session)).size).toBe(3)
  const sessions = await parts.sessions.listSessions(appKey)
  expect(sessions).toHaveLength(1)
  expect((await eventsOf('111')).slice(-3)).toEqual([
    'app session_created',
    'app session_replaced',
    'app session_replaced',
  ])
  await acts.runAct(newRequest(), revokeSession, { sessionId: sessions[0]?.sessionId ?? '' })
  expect(await open()).toEqual({ kind: 'done-before' })
})

it('a repeated one-time password takes the place of the first, until the operator chose a password', async () => {
  const roles = [{ sellerId: '111', role: 'finance', shops: undefined }]
  const request = newRequest()
  const input = { name: 'zhang.wei', displayName: '张伟', roles }
  const create = () => createOperator(input, { ...parts, request })
  expect([await create(), await create()]).toMatchObject([{ isReplaced: false }, { isReplaced: true }])
  const third = await create()
  const password = third.kind === 'changed' ? third.password : ''
  expect(await parts.operators.findOperator('zhang.wei')).toMatchObject({ passwordHash: `hash of ${password}` })
  await resetOperator({ name: 'zhang.wei' }, { ...parts, request: newRequest({ nowMs: startMs + 1 }) })
  expect(await create()).toEqual({ kind: 'done-before' })
})

it('a repeated act is answered as the first, also where what it was about is gone', async () => {
  const appKey = await appOf('111')
  await openSession({ appKey, sellerId: '111', days: 1 }, { ...parts, request: newRequest() })
  const sessionId = (await parts.sessions.listSessions(appKey))[0]?.sessionId ?? ''
  const revoke = newRequest()
  const revoked = await acts.runAct(revoke, revokeSession, { sessionId })
  expect(revoked).toMatchObject({ kind: 'done', isAlreadyDone: false })
  const events = await eventsOf('111')
  expect(await acts.runAct(revoke, revokeSession, { sessionId })).toEqual({ ...revoked, isAlreadyDone: true })
  expect(await eventsOf('111')).toEqual(events)
  expect(await acts.runAct(newRequest(), revokeSession, { sessionId })).toMatchObject({ kind: 'refused' })
  const consent = { appKey, sellerId: '111' }
  const roles = [{ sellerId: '111', role: 'owner', shops: undefined }]
  await createOperator({ name: 'sun.li', displayName: '孙丽', roles }, { ...parts, request: newRequest() })
  const disable = newRequest()
  const stop = (stopped: readonly (typeof consent)[]) =>
    switchOperator(
      { target: { name: 'sun.li' }, isEnabled: false },
      { acts, request: disable, consents: { listConsents: async () => stopped } },
    )
  const disabled = { kind: 'changed', stopped: [consent] }
  expect([await stop([consent]), await stop([])]).toEqual([disabled, disabled])
})

it('an operator learns nothing of the numbers, apps and operators of another seller', async () => {
  const foreign = await appOf('222')
  const roles = [{ sellerId: '222', role: 'finance', shops: undefined }]
  await createOperator({ name: 'wu.gang', displayName: '吴刚', roles }, { ...parts, request: newRequest() })
  const used = newRequest({ ofSeller: '111', actor: 'operator:boss' })
  const usedByOthers = newRequest({ ofSeller: '222' })
  for (const request of [used, usedByOthers]) {
    const target = { appKey: await appOf(request.ofSeller ?? ''), ofSeller: request.ofSeller }
    expect(await acts.runAct(request, updateApp, { target, change: { name: 'ERP 2' } })).toMatchObject({ kind: 'done' })
  }
  const by = { name: 'boss', sellerId: '111', ownedIds: ['111'] }
  const role = { sellerId: '111', role: 'owner', shops: undefined }
  const answers = async (input: SharedRequest, appKey: string, name: string) => [
    await acts.runAct(input, updateApp, { target: { appKey, ofSeller: '111' }, change: { name: 'mine' } }),
    await acts.runAct(input, setRole, { target: { name, by }, role }),
  ]
  for (const [request, kinds] of [
    [used, ['conflict', 'conflict']],
    [{ ...usedByOthers, ofSeller: '111' }, ['refused', 'refused']],
  ] as const) {
    const input = { ...request, content: 'another' }
    for (const [appKey, name] of [
      [foreign, 'wu.gang'],
      ['none', 'nobody'],
    ] as const) {
      expect(await answers(input, appKey, name)).toMatchObject(kinds.map((kind) => ({ kind })))
    }
  }
})

it('an act of the command line is done once, also when what it was about came to another seller since', async () => {
  const target = { appKey: await appOf('111') }
  const rotation = { ...parts, request: newRequest() }
  const rotated = await rotateAppSecret({ target, oldEndsAtMs: undefined }, rotation)
  await acts.runAct(newRequest(), updateApp, { target, change: { sellerIds: ['222'] } })
  expect(await rotateAppSecret({ target, oldEndsAtMs: undefined }, rotation)).toEqual({
    ...rotated,
    isAlreadyDone: true,
  })
})

it('a repeated creation gives no password of an operator who has a role of another seller by now', async () => {
  const input = {
    name: 'he.jing',
    displayName: '何静',
    roles: [{ sellerId: '111', role: 'finance', shops: undefined }],
  }
  const by = { name: 'boss', sellerId: '111', ownedIds: ['111'] }
  const request = newRequest({ ofSeller: '111', actor: 'operator:boss' })
  const create = () => createOperator(input, { ...parts, request, by })
  expect([await create(), await create()]).toMatchObject([{ isReplaced: false }, { isReplaced: true }])
  const role = { sellerId: '222', role: 'owner', shops: undefined }
  await acts.runAct(newRequest(), setRole, { target: { name: 'he.jing' }, role })
  expect(await create()).toEqual({ kind: 'done-before' })
})

it('taking away a role that an operator does not have leaves no event', async () => {
  const roles = [{ sellerId: '222', role: 'finance', shops: undefined }]
  await createOperator({ name: 'lin.tao', displayName: '林涛', roles }, { ...parts, request: newRequest() })
  const before = await Promise.all(['111', '222'].map(eventsOf))
  const revoked = await acts.runAct(newRequest(), revokeRole, { target: { name: 'lin.tao' }, sellerId: '111' })
  expect(revoked).toMatchObject({ kind: 'done', isAlreadyDone: false })
  expect(await Promise.all(['111', '222'].map(eventsOf))).toEqual(before)
})

it('request rows hold no secret', async () => {
  const rows = JSON.stringify(await engine.reader.all(positional('SELECT request_no, answer_text FROM out_request')))
  const apps = await parts.apps.listApps()
  expect(apps.length).toBeGreaterThan(0)
  for (const { app } of apps) expect(rows).not.toContain(app.appSecret)
  for (const name of ['li.na', 'zhang.wei']) {
    const { passwordHash = '' } = (await parts.operators.findOperator(name)) ?? {}
    expect(rows).not.toContain(passwordHash)
    expect(rows).not.toContain(passwordHash.replace('hash of ', ''))
  }
  expect(rows).not.toMatch(/6100[0-9a-f]{20}/)
})
