import { expect, test } from 'vitest'
import { ignoredName } from './callers.ts'

const app = { appSecret: 'secret-of-app', oldSecret: { text: 'former-secret', endsAtMs: undefined } }
const parameters = new Map([['session', ' session-token ']])

test.each(['secret-of-app', 'my.former-secret', 'session-token'])('%s is not logged', (name) => {
  expect(ignoredName(name, { app, parameters })).toBe('…')
})

test('another name is logged, also of callers without secret and session', () => {
  expect(ignoredName('phne', { app, parameters })).toBe('phne')
  expect(ignoredName('phne', { app: { appSecret: '', oldSecret: undefined }, parameters: new Map() })).toBe('phne')
})
