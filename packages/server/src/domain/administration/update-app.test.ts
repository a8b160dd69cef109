import { expect, it } from 'vitest'
import type { App } from '#domain/access/access-store'
import { defaultSettings } from './register-app.ts'
import { updateApp, withChange } from './update-app.ts'

const app: App = {
  ...defaultSettings,
  appKey: '1',
  appSecret: 's',
  secretSetAtMs: 1,
  oldSecret: undefined,
  name: 'ERP',
  sellerIds: ['111'],
  callsPerDay: 5,
  grants: { preset: 'till', allowed: ['a'], denied: ['b'] },
}

it('leaves what is left out as it is', () => {
  expect(withChange(app, {})).toEqual(app)
  expect(withChange(app, { name: 'POS', charset: 'gbk' })).toEqual({ ...app, name: 'POS', charset: 'gbk' })
})

it('sets and lifts limits', () => {
  expect(withChange(app, { callsPerDay: 'none', callsPerSecond: 3 })).toEqual({
    ...app,
    callsPerDay: undefined,
    callsPerSecond: 3,
  })
})

it('keeps what the operator set of phones when the preset changes, until it is given back to the preset', () => {
  const masked = withChange(app, { masksPhones: true })
  const other = withChange(masked, { grants: { preset: 'erp', allow: [], deny: [] } })
  expect([masked.masksPhones, other.masksPhones]).toEqual([true, true])
  expect(withChange(other, { masksPhones: 'as-preset' }).masksPhones).toBeUndefined()
})

it('switches the alarm off, sets it, and goes back to the default', () => {
  const limits = (['none', 500, 'default'] as const).map((fullPhonesPerHour) => withChange(app, { fullPhonesPerHour }))
  expect(limits.map(({ fullPhonesPerHour }) => fullPhonesPerHour)).toEqual([0, 500, undefined])
})

it.each([
  ['allows beside the preset', { allow: ['c'], deny: [] }, { preset: 'till', allowed: ['a', 'c'], denied: ['b'] }],
  ['allows what was denied', { allow: ['b'], deny: [] }, { preset: 'till', allowed: ['a', 'b'], denied: [] }],
  ['denies what was allowed', { allow: [], deny: ['a'] }, { preset: 'till', allowed: [], denied: ['b', 'a'] }],
  [
    'begins anew with a preset',
    { preset: 'erp', allow: ['c'], deny: [] },
    { preset: 'erp', allowed: ['c'], denied: [] },
  ],
])('%s', (_name, grants, expected) => {
  expect(withChange(app, { grants }).grants).toEqual(expected)
})

it('is refused for a seller that does not exist, and for who may not change the app', () => {
  const decide = (sellerIds: readonly string[], ofSeller?: string, of = app) => {
    const found = { app: { app: of, createdAtMs: 1, version: 1 }, sellers: new Set(['111']) }
    return updateApp.decide({ input: { target: { appKey: '1', ofSeller }, change: { sellerIds } }, found, nowMs: 1 })
  }
  expect(decide(['111', '222'])).toMatchObject({ refusal: { kind: 'unknown-seller', sellerId: '222' } })
  expect(decide(['111'], '222')).toMatchObject({ refusal: { kind: 'unknown-app' } })
  const shared = { ...app, sellerIds: ['111', '222'] }
  expect(decide(['111'], '111', shared)).toMatchObject({ refusal: { kind: 'app-of-others' } })
  expect(decide(['111'], undefined, shared)).toMatchObject({ kind: 'done', answer: null })
  expect(decide(['111'], '111')).toMatchObject({ kind: 'done', answer: null })
})
