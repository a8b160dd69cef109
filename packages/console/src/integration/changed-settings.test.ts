import { expect, test } from 'vitest'
import { changedSettings, showsPhonesWith } from './changed-settings.ts'
import type { App } from './tab-props.ts'

const opened: App = {
  appKey: '12345678',
  name: 'POS',
  enabled: true,
  preset: 'till',
  allowed: [],
  denied: [],
  allowedIps: ['10.0.0.1', '10.0.0.2'],
  callsPerDay: 5000,
  masksPhones: true,
  language: 'zh',
  callsToday: 0,
  createdAt: '',
  secretSetAt: '',
  hasOldSecret: false,
  ignoredMembers: [],
  noPhones: [],
  otherSellers: false,
}
const { appKey, name, preset, allowedIps } = opened
const values = { name, preset, allowedIps, language: 'zh', callsPerDay: 5000 } as const

test('sends only the settings that differ from those the form was opened with', () => {
  expect(changedSettings(opened, { ...values, name: 'POS 2' })).toEqual({ appKey, name: 'POS 2' })
  expect(changedSettings(opened, { ...values, preset: 'erp' })).toEqual({ appKey, preset: 'erp' })
  expect(changedSettings(opened, { ...values, language: 'en' })).toEqual({ appKey, language: 'en' })
  expect(changedSettings(opened, { ...values, callsPerDay: 6000 })).toEqual({ appKey, callsPerDay: 6000 })
  expect(changedSettings(opened, { ...values, allowedIps: [] })).toEqual({ appKey, allowedIps: [] })
  expect(changedSettings(opened, { ...values, allowedIps: ['10.0.0.1', '10.0.0.3'] })).toEqual({
    appKey,
    allowedIps: ['10.0.0.1', '10.0.0.3'],
  })
})

test('sends nothing where nothing differs', () => {
  expect(changedSettings(opened, values)).toBeUndefined()
  expect(changedSettings(opened, { ...values, allowedIps: ['10.0.0.2', '10.0.0.1'] })).toBeUndefined()
  expect(changedSettings(opened, { ...values, callsPerDay: null })).toBeUndefined()
})

test('carries a request for grants out also where the app has them already, so that it ends', () => {
  expect(changedSettings(opened, values, 'R1')).toEqual({ appKey, preset, requestId: 'R1' })
})

test.each([
  ['erp', opened, true],
  ['marketing', opened, false],
  ['full', { ...opened, preset: 'erp', masksPhones: false }, false],
  ['full', { ...opened, preset: 'erp', masksPhones: true }, false],
])('tells whether the preset %s first shows full phones', (next, app, shows) => {
  expect(showsPhonesWith(next, app)).toBe(shows)
})
