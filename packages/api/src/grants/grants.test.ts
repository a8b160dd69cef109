import { expect, it } from 'vitest'
import { methods } from '../methods/index.ts'
import { massVoidGrant } from './grant-names.ts'
import { defaultGrants, grantNames, isGranted, presetMasksPhones, presets } from './grants.ts'

const erp = defaultGrants

it.each(Object.entries(presets))('preset %s grants only known names, each once', (_name, { grants }) => {
  const names: readonly string[] = grants
  expect(names.filter((name) => !grantNames.includes(name))).toEqual([])
  expect(new Set(names).size).toBe(names.length)
})

const erasing = 'yaoquan.member.erase'

it('erp is the default and grants everything except mass void and erasing members', () => {
  expect(grantNames.filter((name) => !isGranted(erp, name))).toEqual([massVoidGrant, erasing])
})

it('till grants no templates and no file upload', () => {
  const till = { ...erp, preset: 'till' }
  expect(grantNames.filter((name) => isGranted(till, name) && /template|coupon.upload|void/.test(name))).toEqual([])
  expect(isGranted(till, 'yaoquan.coupon.redeem')).toBe(true)
})

it.each([massVoidGrant, erasing])('only the preset full grants %s', (name) => {
  const granting = Object.keys(presets).filter((preset) => isGranted({ ...erp, preset }, name))
  expect(granting).toEqual(['full'])
})

it('allowed grants add to the preset, and denied grants override both', () => {
  expect(isGranted({ preset: 'read', allowed: [massVoidGrant], denied: [] }, massVoidGrant)).toBe(true)
  expect(isGranted({ preset: 'full', allowed: [massVoidGrant], denied: [massVoidGrant] }, massVoidGrant)).toBe(false)
})

it('an unknown preset grants nothing', () => {
  expect(grantNames.filter((name) => isGranted({ preset: 'later', allowed: [], denied: [] }, name))).toEqual([])
})

it('read grants no write', () => {
  const granted = Object.values(methods).filter(({ name }) => isGranted({ ...erp, preset: 'read' }, name))
  expect(granted.filter(({ effect }) => effect === 'write')).toEqual([])
  expect(granted.length).toBeGreaterThan(5)
})

it('only an ERP and an app with every grant see full phones, and an unknown preset masks', () => {
  expect(Object.keys(presets).filter((preset) => !presetMasksPhones(preset))).toEqual(['erp', 'full'])
  expect(presetMasksPhones('of-a-newer-version')).toBe(true)
})
