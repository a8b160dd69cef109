import { expect } from 'expect'
import {
  administer,
  changeOwn,
  changePassword,
  chargeUnusableName,
  defaultSettings,
  listEvents,
  type ManageDependencies,
  noon,
  type Operator,
  type PasswordHasher,
  resetOperator,
  revokeRole,
  type SignInDependencies,
  type Store,
  setEnabled,
  setRole,
  setTotp,
  signIn,
  takeConsents,
} from '#server/testing'
import { type Checks, together } from './programs.ts'

/** What every engine must do with operators of the console. */
export const peopleChecks: Checks = {
  async 'an operator is created once, whoever else creates it, with an event that has no secret'({
    at,
    one,
    sellerId,
  }) {
    const operator = operatorOf(sellerId)
    const outcomes = await together(4, (place) => administer(at(place), noon).createOperator(operator))
    expect(outcomes.toSorted()).toEqual(['done', 'exists', 'exists', 'exists'])
    expect(await one.operatorRegistry.findOperator(operator.name)).toEqual(operator)
    const after = JSON.stringify({
      operator: operator.name,
      act: 'created',
      display_name: '店员',
      enabled: true,
      role: 'shop_clerk',
      shops: ['01'],
      totp: true,
    })
    expect((await listEvents(one, sellerId)).map((event) => [event.kind, event.after])).toEqual([['operator', after]])
  },

  async 'changes of an operator at the same time all happen'({ at, one, sellerId }) {
    const operator = operatorOf(sellerId)
    await administer(one, noon).createOperator(operator)
    const target = { name: operator.name }
    const grant = (place: number) => {
      const role = { sellerId: `${sellerId}-${place}`, role: 'auditor', shops: undefined }
      return administer(at(place), noon).run(setRole, { target, role })
    }
    await together(4, grant)
    expect((await one.operatorRegistry.findOperator(operator.name))?.roles).toHaveLength(5)
    expect(await one.eventAuditor.verifyChain(sellerId)).toMatchObject({ kind: 'intact' })
  },

  async 'an operator whose last role was taken away keeps the seller that took it, until another role is set'({
    one,
    other,
    sellerId,
  }) {
    const operator = operatorOf(sellerId)
    const { name } = operator
    await administer(one, noon).createOperator(operator)
    const found = () => other.operatorRegistry.findOperator(name)
    await administer(one, noon).run(revokeRole, { target: { name }, sellerId })
    expect(await found()).toEqual({ ...operator, roles: [], lastSellerId: sellerId })
    await administer(one, noon).run(revokeRole, { target: { name }, sellerId: 'another' })
    expect(await found()).toMatchObject({ lastSellerId: sellerId })
    const [role] = operator.roles
    if (role !== undefined) await administer(one, noon).run(setRole, { target: { name }, role })
    expect(await found()).toEqual(operator)
  },

  async 'a code of a time step is used once, on whichever server, and none before it later'({ at, one, sellerId }) {
    const operator = operatorOf(sellerId)
    await administer(one, noon).createOperator(operator)
    const uses = await together(4, (place) => at(place).operatorRegistry.useTotpStep(operator.name, 7))
    expect(uses.filter((isUsed) => isUsed)).toHaveLength(1)
    expect(await one.operatorRegistry.useTotpStep(operator.name, 6)).toBe(false)
    expect(await one.operatorRegistry.useTotpStep(operator.name, 8)).toBe(true)
  },

  async 'sessions of an operator end one by one, or all but one'({ one, other, sellerId }) {
    const operator = { ...operatorOf(sellerId), passwordHash: '$' }
    await administer(one, noon).createOperator(operator)
    const { name } = operator
    const session = { name, createdAtMs: noon, seenAtMs: noon, expiresAtMs: noon + 1_000 }
    const tokens = ['a', 'b', 'c', 'd'].map((letter) => `${letter}-${sellerId}`)
    const [first = '', second = ''] = tokens
    for (const token of tokens) await one.operatorSessions.createSession(token, session)
    await other.operatorSessions.touchSession(first, noon + 1)
    expect(await one.operatorSessions.findSession(first)).toMatchObject({ ...session, seenAtMs: noon + 1 })
    await other.operatorSessions.endSession(first)
    expect(await one.operatorSessions.findSession(first)).toBeUndefined()
    const ending = { target: { name }, passwordHash: '$', act: 'password_changed', own: {}, keptToken: second } as const
    expect(await administer(other, noon).run(changeOwn, ending)).toBe('done')
    const left = await Promise.all(tokens.map((token) => one.operatorSessions.findSession(token)))
    expect(left).toMatchObject([undefined, session, undefined, undefined])
    expect(await one.operatorSessions.findSession('x'.repeat(10_000))).toBeUndefined()
  },

  async 'sessions of an operator are listed, and end by their id, for their operator only'({ one, other, sellerId }) {
    const name = `n${sellerId}`
    const tokens = ['a', 'b', 'c'].map((letter) => `${letter}-${sellerId}`)
    for (const [index, token] of tokens.entries()) {
      const createdAtMs = noon + index
      const session = { name, createdAtMs, seenAtMs: createdAtMs, expiresAtMs: noon + 1_000 }
      await one.operatorSessions.createSession(token, session)
    }
    const list = async () => (await other.operatorSessions.listSessionsOf(name)).map(({ createdAtMs }) => createdAtMs)
    expect(await list()).toEqual([noon + 2, noon + 1, noon])
    const id = (await other.operatorSessions.findSession(tokens[1] ?? ''))?.id ?? ''
    expect(await other.operatorSessions.endListedSession(`${name}-other`, id)).toBe(false)
    expect(await other.operatorSessions.endListedSession(name, id)).toBe(true)
    expect(await one.operatorSessions.endListedSession(name, id)).toBe(false)
    expect(await list()).toEqual([noon + 2, noon])
    expect(await one.operatorSessions.listSessionsOf(`${name}-other`)).toEqual([])
  },

  async 'a grant by OAuth is used once, on whichever server; a second use ends what came of its code'({
    at,
    one,
    other,
    sellerId,
  }) {
    const { code, given, grant } = oauthOf(sellerId)
    await one.oauthGrants.createCode(code, grant, noon)
    expect(await other.oauthGrants.findGrant('refresh', code)).toBeUndefined()
    expect(await other.oauthGrants.findGrant('code', code)).toEqual({ ...grant, kind: 'code', usedAtMs: undefined })
    const uses = await together(4, (place) => at(place).oauthGrants.useGrant(code, given(place), noon))
    expect(uses.filter((use) => use === 'used')).toHaveLength(1)
    expect(await one.oauthGrants.useGrant('x'.repeat(10_000), undefined, noon)).toBe('unknown')
    for (const place of [0, 1, 2, 3]) {
      expect(await one.accessReader.findSession(given(place).accessToken)).toBeUndefined()
      expect(await one.oauthGrants.findGrant('refresh', given(place).refreshToken)).toBeUndefined()
    }
  },

  async 'a refresh token that is used twice ends all that came of its code, and nothing else'({
    one,
    other,
    sellerId,
  }) {
    const { code, given, grant } = oauthOf(sellerId)
    const beside = oauthOf(`${sellerId} beside`)
    for (const { code: each } of [{ code }, beside]) {
      await one.oauthGrants.createCode(each, grant, noon)
    }
    expect(await one.oauthGrants.useGrant(beside.code, beside.given(0), noon)).toBe('used')
    expect(await one.oauthGrants.useGrant(code, given(0), noon)).toBe('used')
    expect(await other.oauthGrants.useGrant(given(0).refreshToken, given(1), noon)).toBe('used')
    expect(await one.accessReader.findSession(given(1).accessToken)).toMatchObject({ appKey: grant.appKey, sellerId })
    expect(await one.oauthGrants.useGrant(given(0).refreshToken, given(2), noon)).toBe('used-before')
    for (const place of [0, 1, 2]) {
      expect(await other.oauthGrants.useGrant(given(place).refreshToken, undefined, noon)).toBe('unknown')
    }
    // Servers remember sessions for half a second.
    await expect(one.sessionRegistry.listSessions(grant.appKey)).resolves.toHaveLength(1)
    expect(await other.oauthGrants.findGrant('refresh', beside.given(0).refreshToken)).toMatchObject({ sellerId })
  },

  async 'what an operator allowed is listed, taken over and ended, by app and seller'({ one, other, sellerId }) {
    const { code, given, grant } = oauthOf(sellerId)
    const { appKey, operatorName } = grant
    const grants = one.oauthGrants
    await grants.createCode(code, grant, noon)
    expect(await grants.listConsents(operatorName, noon)).toEqual([])
    await grants.useGrant(code, given(0), noon)
    expect(await other.oauthGrants.listConsents(operatorName, noon)).toEqual([{ appKey, sellerId }])
    expect(await grants.listConsents(operatorName, noon + 3_000)).toEqual([])
    const next = `${operatorName}-next`
    await registerAppOf(one, grant)
    const taking = { appKey, sellerId, operatorName: next }
    expect(await administer(other, noon).run(takeConsents, { ...taking, sellerId: 'another' })).toBe('unknown-app')
    expect(await administer(other, noon).run(takeConsents, taking)).toBe('done')
    expect(await grants.listConsents(operatorName, noon)).toEqual([])
    expect(await grants.findGrant('refresh', given(0).refreshToken)).toMatchObject({ operatorName: next })
  },

  async 'what an operator allowed ends in the transaction that disables the operator'({ one, other, sellerId }) {
    const { code, given, grant } = oauthOf(sellerId)
    const operator = { ...operatorOf(sellerId), name: grant.operatorName }
    await administer(one, noon).createOperator(operator)
    await one.oauthGrants.createCode(code, grant, noon)
    await one.oauthGrants.useGrant(code, given(0), noon)
    const target = { name: operator.name }
    const { run } = administer(other, noon)
    await run(setEnabled, { target, isEnabled: true, stopped: [] })
    expect(await one.oauthGrants.findGrant('refresh', given(0).refreshToken)).toMatchObject({ sellerId })
    await run(setEnabled, { target, isEnabled: false, stopped: [] })
    expect(await one.oauthGrants.findGrant('refresh', given(0).refreshToken)).toBeUndefined()
    expect(await one.sessionRegistry.listSessions(grant.appKey)).toEqual([])
  },

  async 'a sign-in ends with nothing when the operator is reset or disabled before it is over'({
    one,
    other,
    sellerId,
  }) {
    const operator = {
      ...operatorOf(sellerId),
      passwordHash: 'old',
      passwordEndsAtMs: undefined,
      totpSecret: undefined,
    }
    const { name } = operator
    await administer(one, noon).createOperator(operator)
    const input = { name, password: 'old', code: undefined, client: sellerId, browserMark: undefined, nowMs: noon }
    const { request, run } = administer(other, noon)
    const whileHashing = async (token: string, act: () => Promise<unknown>) => {
      const { kind } = await signIn(input, signInBeside(one, `${token}-${sellerId}`, act))
      return [kind, (await other.operatorSessions.findSession(`${token}-${sellerId}`))?.name]
    }
    expect(await whileHashing('a', () => Promise.resolve())).toEqual(['signed-in', name])
    const disable = () => run(setEnabled, { target: { name }, isEnabled: false, stopped: [] })
    expect(await whileHashing('b', disable)).toEqual(['refused', undefined])
    await run(setEnabled, { target: { name }, isEnabled: true, stopped: [] })
    const reset = () => resetOperator({ name }, { ...manageWith(other, plainPasswords()), request })
    expect(await whileHashing('c', reset)).toEqual(['refused', undefined])
  },

  async 'a password or authenticator proven before a reset does not come after it'({ one, other, sellerId }) {
    const operator = { ...operatorOf(sellerId), passwordHash: 'old' }
    const { name } = operator
    await administer(one, noon).createOperator(operator)
    const manage = manageWith(one, plainPasswords())
    const { request } = administer(other, noon)
    const reset = () => resetOperator({ name }, { ...manageWith(other, plainPasswords()), request })
    const slow = plainPasswords(reset)
    const chosen = { password: 'of the thief', token: `token-${sellerId}` }
    const moment = { nowMs: noon, requestId: undefined }
    const mineNow = { ...manage, ...moment }
    expect(await changePassword(operator, chosen, { ...manageWith(one, slow), ...moment })).toBe('changed-meanwhile')
    expect(await setTotp(operator, 'JBSWY3DPEHPK3PXP', mineNow)).toBe('changed-meanwhile')
    const now = await one.operatorRegistry.findOperator(name)
    expect(now).toMatchObject({ mustChangePassword: true, totpSecret: undefined })
    expect(now?.passwordHash).not.toBe('of the thief')
    const mine = { ...operator, passwordHash: now?.passwordHash ?? '' }
    const changes = ['first', 'second'].map((password) => changePassword(mine, { ...chosen, password }, mineNow))
    expect((await Promise.all(changes)).toSorted()).toEqual(['changed', 'changed-meanwhile'])
  },

  async 'a browser is known by its mark on every server, for its own operator only'({ one, other, sellerId }) {
    const mark = one.knownBrowsers.newMark(sellerId)
    expect(other.knownBrowsers.isKnown(sellerId, mark)).toBe(true)
    const [nonce = '', digest = ''] = mark.split('.')
    const forged = [other.knownBrowsers.newMark('x').split('.')[0], digest].join('.')
    const strangers = [
      ['x', mark],
      [sellerId, nonce],
      [sellerId, `${nonce}.${nonce}`],
      [sellerId, forged],
    ] as const
    for (const [name, text] of strangers) expect(one.knownBrowsers.isKnown(name, text)).toBe(false)
  },

  async 'in any hour six unusable names of a seller are answered, on whichever server'({ at, sellerId }) {
    const hourMs = 3_600_000
    const ask = (place: number, atMs: number) =>
      chargeUnusableName({ sellerId, nowMs: noon + atMs }, at(place).signInAttempts)
    for (const place of [0, 1, 2, 3, 0])
      expect(await ask(place, place * 1_000)).toEqual({ kind: 'counted', isLast: false })
    expect(await ask(1, hourMs - 1)).toEqual({ kind: 'counted', isLast: true })
    const refused = { kind: 'refused', untilMs: noon + hourMs }
    expect(await together(4, (place) => ask(place, hourMs - 1))).toEqual(Array(4).fill(refused))
    for (const place of [0, 1]) expect(await ask(place, hourMs)).toEqual({ kind: 'counted', isLast: false })
    expect(await ask(2, hourMs)).toEqual({ kind: 'refused', untilMs: noon + hourMs + 1_000 })
  },

  async 'every failed sign-in counts, also those at the same time, until they are forgotten'({ at, one, sellerId }) {
    const key = `name ${sellerId}`
    const delayMs = (failures: number) => (failures < 4 ? 0 : 1_000)
    const charge = (place: number) => at(place).signInAttempts.chargeAttempt(key, delayMs, noon)
    expect(await together(4, charge)).toEqual([undefined, undefined, undefined, undefined])
    expect(await charge(0)).toBe(noon + 1_000)
    expect(await one.signInAttempts.refusedUntil(key, noon)).toBe(noon + 1_000)
    expect(await one.signInAttempts.refusedUntil(key, noon + 1_000)).toBeUndefined()
    expect(await one.signInAttempts.chargeAttempt(key, delayMs, noon + 1_000)).toBeUndefined()
    expect(await one.signInAttempts.chargeAttempt(key, delayMs, noon + 1_001)).toBe(noon + 2_000)
    await one.signInAttempts.forgetAttempts(key)
    expect(await charge(1)).toBeUndefined()
    const nextDay = noon + 24 * 3_600_000 + 1
    for (const _attempt of [1, 2, 3]) {
      expect(await one.signInAttempts.chargeAttempt(key, delayMs, nextDay)).toBeUndefined()
    }
  },
}

function operatorOf(sellerId: string): Operator {
  return {
    name: `clerk-${sellerId}`,
    displayName: '店员',
    isEnabled: true,
    passwordHash: 'scrypt$',
    mustChangePassword: true,
    passwordEndsAtMs: noon,
    totpSecret: 'JBSWY3DPEHPK3PXP',
    roles: [{ sellerId, role: 'shop_clerk', shops: ['01'] }],
    lastSellerId: undefined,
  }
}

/** An authorization by OAuth, and what each of its uses gives. */
function oauthOf(id: string) {
  const sellerId = id.split(' ')[0] ?? id
  const grant = {
    appKey: `app-of-${sellerId}`,
    sellerId,
    operatorName: `owner-${sellerId}`,
    redirectUri: 'https://isv.example/',
    codeChallenge: undefined,
    expiresAtMs: noon + 1_000,
  }
  const given = (place: number) => ({
    accessToken: `access ${place} of ${id}`,
    accessEndsAtMs: noon + 2_000,
    refreshToken: `refresh ${place} of ${id}`,
    refreshEndsAtMs: noon + 3_000,
  })
  return { code: `code of ${id}`, grant, given }
}

/** Passwords in clear, so that a check decides what happens while one is hashed. */
function plainPasswords(whileHashing: () => Promise<unknown> = () => Promise.resolve()): PasswordHasher {
  return {
    async hash(password) {
      await whileHashing()
      return password
    },
    async fits(password, hash) {
      await whileHashing()
      return password === hash
    },
    isWeak: () => false,
    isBusy: () => false,
  }
}

/** The app of a grant. */
async function registerAppOf(store: Store, { appKey, sellerId }: Readonly<{ appKey: string; sellerId: string }>) {
  const secrets = { appSecret: 'helloworld', secretSetAtMs: noon, oldSecret: undefined }
  const app = { ...defaultSettings, ...secrets, appKey, name: 'ERP', sellerIds: [sellerId] }
  await administer(store, noon).createApp(app)
}

function manageWith(store: Store, passwords: PasswordHasher): ManageDependencies {
  const { operatorRegistry: operators, operatorSessions: sessions, oauthGrants: consents } = store
  const { sharedActs: acts } = store
  return { acts, operators, sessions, consents, passwords, randomBytes: (size) => new Uint8Array(size) }
}

function signInBeside(store: Store, token: string, whileHashing: () => Promise<unknown>): SignInDependencies {
  return {
    ...manageWith(store, plainPasswords(whileHashing)),
    attempts: store.signInAttempts,
    browsers: store.knownBrowsers,
    newToken: () => token,
    totp: { newSecret: () => '', uriOf: () => '', stepOf: () => undefined },
  }
}
