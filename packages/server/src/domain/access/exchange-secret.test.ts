import { expect, it } from 'vitest'
import type { App } from './access-store.ts'
import { endOldSecretAt, retireOldSecret, rotateSecret } from './exchange-secret.ts'
import { defaultSettings } from './register-app.ts'

const app: App = {
  ...defaultSettings,
  ...{ appKey: '1', appSecret: 'first', secretSetAtMs: 10, oldSecret: undefined, name: 'ERP', sellerIds: ['111'] },
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

it('retires the old secret immediately', () => {
  expect(retireOldSecret(rotated())).toMatchObject({ app: { appSecret: 'second', oldSecret: undefined } })
  expect(retireOldSecret(app)).toEqual({ kind: 'changed', app })
})

it('moves the end of the old secret, and revives none that ended', () => {
  const endsAtMs = 300
  expect(endOldSecretAt(rotated(), { endsAtMs, nowMs: 199 })).toMatchObject({
    app: { oldSecret: { text: 'first', endsAtMs } },
  })
  expect(endOldSecretAt(rotated(), { endsAtMs, nowMs: 200 })).toEqual({ kind: 'no-old-secret' })
  expect(endOldSecretAt(app, { endsAtMs, nowMs: 100 })).toEqual({ kind: 'no-old-secret' })
})
