import { expect, it } from 'vitest'
import type { Operator } from '#domain/people/operator'
import { changeOwn } from './change-account.ts'
import { addOperator } from './create-operator.ts'
import { revokeRole, setEnabled, setPassword, setRole, takeIn } from './manage-operators.ts'
import { replacePassword } from './one-time-password.ts'
import type { Owner } from './operator-act.ts'

const role = { sellerId: '111', role: 'finance', shops: undefined }
const operator: Operator = {
  name: 'li.na',
  displayName: '李娜',
  isEnabled: true,
  passwordHash: 'hash',
  mustChangePassword: true,
  passwordEndsAtMs: 100,
  totpSecret: 'T',
  roles: [role],
  lastSellerId: undefined,
}
const account = { passwordHash: 'new', mustChangePassword: true, passwordEndsAtMs: 200 }
const foundOf = (of: Operator | undefined) => ({
  operator: of && { operator: of, createdAtMs: 1, createdBy: 'operator:cli', version: 1 },
})
const found = foundOf(operator)
const owner = (sellerId: string, ...ownedIds: readonly string[]): Owner => ({ name: 'boss', sellerId, ownedIds })
const target = (by?: Owner) => ({ name: 'li.na', by })

it('a reset gives the password, forgets the second factor and ends all sessions', () => {
  expect(setPassword.decide({ input: { target: target(), account }, found, nowMs: 1 })).toMatchObject({
    answer: { passwordEndsAtMs: 200 },
    changes: [{ to: { to: { passwordHash: 'new', totpSecret: undefined }, act: 'password_reset', ends: 'all' } }],
  })
})

it('disabling ends all sessions, enabling none', () => {
  const ends = (isEnabled: boolean) =>
    setEnabled.decide({ input: { target: target(), isEnabled, stopped: [] }, found, nowMs: 1 })
  expect(ends(false)).toMatchObject({ changes: [{ to: { act: 'disabled', ends: 'all' } }] })
  expect(ends(true)).toMatchObject({ changes: [{ to: { act: 'enabled', ends: undefined } }] })
})

it.each([
  ['of a seller without the operator', owner('222', '222'), 'not-allowed'],
  ['who owns not all of its sellers', owner('111'), 'not-allowed'],
] as const)('an owner %s resets and disables nobody', (_what, by, kind) => {
  const refusal = { kind: 'refused', refusal: { kind } }
  const replacing = { target: target(by), account, mark: { passwordEndsAtMs: 100 } }
  expect(replacePassword.decide({ input: replacing, found, nowMs: 1 })).toEqual(refusal)
  expect(setPassword.decide({ input: { target: target(by), account }, found, nowMs: 1 })).toEqual(refusal)
  expect(setEnabled.decide({ input: { target: target(by), isEnabled: false, stopped: [] }, found, nowMs: 1 })).toEqual(
    refusal,
  )
})

it('an owner gives no password to an operator without roles, who may be of another chain', () => {
  const free = foundOf({ ...operator, roles: [], lastSellerId: '111' })
  const refusal = { kind: 'refused', refusal: { kind: 'not-allowed' } }
  const input = { target: target(owner('111', '111')), account }
  expect(setPassword.decide({ input, found: free, nowMs: 1 })).toEqual(refusal)
})

it('a role is set and taken away by an owner of the seller it has, of all its sellers, or of the one that took the last away', () => {
  const set = (by: Owner, of: Operator) => {
    const input = { target: target(by), role, sellerId: '111' }
    const { kind } = setRole.decide({ input, found: foundOf(of), nowMs: 1 })
    expect(revokeRole.decide({ input, found: foundOf(of), nowMs: 1 }).kind).toBe(kind)
    return kind
  }
  expect(set(owner('111'), operator)).toBe('done')
  expect(set(owner('222', '222'), operator)).toBe('refused')
  expect(set(owner('222', '222', '111'), operator)).toBe('done')
  const free = { ...operator, roles: [], lastSellerId: '111' }
  expect(set(owner('222', '222'), free)).toBe('refused')
  expect(set(owner('222', '222', '111'), free)).toBe('done')
  expect(set(owner('222', '222'), { ...free, lastSellerId: undefined })).toBe('refused')
})

it('whose last role is taken away keeps the seller, and is a newcomer to another one only', () => {
  const input = { target: target(), sellerId: '111' }
  expect(revokeRole.decide({ input, found, nowMs: 1 })).toMatchObject({
    changes: [{ to: { to: { roles: [], lastSellerId: '111' } } }],
  })
  const free = foundOf({ ...operator, roles: [], lastSellerId: '111' })
  const take = (sellerId: string) =>
    takeIn.decide({ input: { target: target(), account, role: { ...role, sellerId } }, found: free, nowMs: 1 })
  expect(take('111')).toMatchObject({
    answer: { isNewcomer: false },
    changes: [{ to: { to: { passwordHash: 'hash' } } }],
  })
  expect(take('222')).toMatchObject({
    answer: { isNewcomer: true },
    changes: [{ to: { to: { passwordHash: 'new', totpSecret: undefined }, ends: 'all' } }],
  })
  const second = { target: target(), account, role: { ...role, sellerId: '222' } }
  expect(takeIn.decide({ input: second, found, nowMs: 1 })).toMatchObject({
    answer: { isNewcomer: false },
    changes: [{ to: { to: { passwordHash: 'hash', totpSecret: 'T' }, ends: undefined } }],
  })
})

it('another password takes the place of the one that an act gave, unless that was used or replaced', () => {
  const replace = (of: Partial<Operator>, passwordEndsAtMs = 100) =>
    replacePassword.decide({
      input: { target: target(), account, mark: { passwordEndsAtMs } },
      found: foundOf({ ...operator, ...of }),
      nowMs: 1,
    })
  expect(replace({})).toMatchObject({
    changes: [{ to: { to: { passwordHash: 'new', passwordEndsAtMs: 100 }, act: 'password_given_again' } }],
  })
  expect(replace({ mustChangePassword: false })).toEqual({ kind: 'refused', refusal: { kind: 'changed-meanwhile' } })
  expect(replace({}, 99)).toMatchObject({ kind: 'refused' })
})

it('an account is changed by its owner only as it was proven', () => {
  const change = (of: Partial<Operator>, passwordHash = 'hash') =>
    changeOwn.decide({
      input: { target: target(), passwordHash, act: 'totp_removed', own: { totpSecret: undefined } },
      found: foundOf({ ...operator, ...of }),
      nowMs: 1,
    }).kind
  expect([change({}), change({}, 'before'), change({ isEnabled: false })]).toEqual(['done', 'refused', 'refused'])
})

it('a name is given once, and nobody is changed who does not exist', () => {
  const add = (of: Operator | undefined) => addOperator.decide({ input: { operator }, found: foundOf(of), nowMs: 1 })
  expect(add(undefined)).toMatchObject({ answer: { passwordEndsAtMs: 100 }, changes: [{ to: { act: 'created' } }] })
  expect(add(operator)).toEqual({ kind: 'refused', refusal: { kind: 'exists' } })
  const nobody = revokeRole.decide({ input: { target: target(), sellerId: '1' }, found: foundOf(undefined), nowMs: 1 })
  expect(nobody).toEqual({ kind: 'refused', refusal: { kind: 'unknown-operator' } })
})
