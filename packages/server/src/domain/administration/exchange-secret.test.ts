import { expect, it } from 'vitest'
import type { App } from '#domain/access/access-store'
import { endOldSecret, endOldSecretAt, exchangeSecret, rotateSecret } from './exchange-secret.ts'
import { defaultSettings } from './register-app.ts'

const app: App = {
  ...defaultSettings,
  appKey: '1',
  appSecret: 'first',
  secretSetAtMs: 10,
  oldSecret: undefined,
  name: 'ERP',
  sellerIds: ['111'],
}
const second = { text: 'second', oldEndsAtMs: 200, nowMs: 100 }

function rotated(): App {
  const outcome = rotateSecret(app, second)
  if (outcome.kind !== 'changed') throw new Error('refused')
  return outcome.app
}

it('keeps the present secret beside the new one until its end', () => {
  expect(rotated()).toEqual({
    ...app,
    appSecret: 'second',
    secretSetAtMs: 100,
    oldSecret: { text: 'first', endsAtMs: 200, lastUsedAtMs: undefined },
  })
})

it('refuses a third secret while the old one is accepted, and not after its end', () => {
  const third = { text: 'third', oldEndsAtMs: undefined }
  expect(rotateSecret(rotated(), { ...third, nowMs: 199 })).toEqual({ kind: 'old-secret-valid', endsAtMs: 200 })
  expect(rotateSecret(rotated(), { ...third, nowMs: 200 })).toMatchObject({
    app: { appSecret: 'third', oldSecret: { text: 'second' } },
  })
})

it('refuses the present secret as a new one', () => {
  expect(rotateSecret(app, { ...second, text: 'first' })).toEqual({ kind: 'same-secret' })
  expect(rotateSecret(rotated(), second)).toEqual({ kind: 'same-secret' })
})

const input = { target: { appKey: '1' }, endsAtMs: undefined }

it('retires the old secret immediately, and changes nothing where there is none', () => {
  const found = { app: { app: rotated(), createdAtMs: 1, version: 2 } }
  expect(endOldSecret.decide({ input, found, nowMs: 150 })).toMatchObject({
    changes: [
      { kind: 'app', to: { to: { appSecret: 'second', oldSecret: undefined }, told: { act: 'old_secret_retired' } } },
    ],
  })
  const without = { app: { app, createdAtMs: 1, version: 2 } }
  expect(endOldSecret.decide({ input, found: without, nowMs: 150 })).toMatchObject({ kind: 'done', changes: [] })
})

it.each([
  ['an unknown app', undefined, '111', 'unknown-app'],
  ['an app of another seller', app, '222', 'unknown-app'],
  ['an app that serves others too', { ...app, sellerIds: ['111', '222'] }, '111', 'app-of-others'],
] as const)('an owner exchanges and ends no secret of %s', (_what, of, ofSeller, kind) => {
  const found = { app: of && { app: of, createdAtMs: 1, version: 1 } }
  const target = { appKey: '1', ofSeller }
  const request = { target, text: 'second', oldEndsAtMs: undefined }
  const refused = { kind: 'refused', refusal: { kind } }
  expect(exchangeSecret.decide({ input: request, found, nowMs: 100 })).toEqual(refused)
  expect(endOldSecret.decide({ input: { target, endsAtMs: undefined }, found, nowMs: 100 })).toEqual(refused)
})

it('exchanges no secret while an old one is accepted, and moves the end of none that ended', () => {
  const found = { app: { app: rotated(), createdAtMs: 1, version: 2 } }
  const request = { target: { appKey: '1' }, text: 'third', oldEndsAtMs: undefined }
  expect(exchangeSecret.decide({ input: request, found, nowMs: 199 })).toEqual({
    kind: 'refused',
    refusal: { kind: 'old-secret-valid', endsAtMs: 200 },
  })
  expect(exchangeSecret.decide({ input: { ...request, text: 'second' }, found, nowMs: 200 })).toEqual({
    kind: 'refused',
    refusal: { kind: 'same-secret' },
  })
  const later = { ...input, endsAtMs: 300 }
  expect(endOldSecret.decide({ input: later, found, nowMs: 199 }).kind).toBe('done')
  expect(endOldSecret.decide({ input: later, found, nowMs: 200 })).toEqual({
    kind: 'refused',
    refusal: { kind: 'no-old-secret' },
  })
})

it('keeps the secret out of the answer, which is stored, and out of the event', () => {
  const found = { app: { app, createdAtMs: 1, version: 1 } }
  const request = { target: { appKey: '1' }, text: 'second', oldEndsAtMs: 100 + 3_600_001, shownTo: 'boss' }
  expect(exchangeSecret.decide({ input: request, found, nowMs: 100 })).toMatchObject({
    answer: { secretSetAtMs: 100 },
    changes: [{ to: { shownTo: 'boss', told: { act: 'secret_rotated', old_valid_hours: 2 } } }],
  })
})

it('moves the end of the old secret, and revives none that ended', () => {
  const endsAtMs = 300
  expect(endOldSecretAt(rotated(), { endsAtMs, nowMs: 199 })).toMatchObject({
    app: { oldSecret: { text: 'first', endsAtMs } },
  })
  expect(endOldSecretAt(rotated(), { endsAtMs, nowMs: 200 })).toEqual({ kind: 'no-old-secret' })
  expect(endOldSecretAt(app, { endsAtMs, nowMs: 100 })).toEqual({ kind: 'no-old-secret' })
})
