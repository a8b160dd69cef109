import { expect, it } from 'vitest'
import { methods } from '../methods/index.ts'
import { defaultGrants, grantNames, isGranted, massVoidGrant, presets } from './grants.ts'

const erp = defaultGrants

it.each(Object.entries(presets))('preset %s grants known names only, each once', (_name, { grants }) => {
  const names: readonly string[] = grants
  expect(names.filter((name) => !grantNames.includes(name))).toEqual([])
  expect(new Set(names).size).toBe(names.length)
})

it('erp is the default and has everything but mass acts', () => {
  expect(grantNames.filter((name) => !isGranted(erp, name))).toEqual([massVoidGrant])
})

it('till has no templates and no issue by file', () => {
  const till = { ...erp, preset: 'till' }
  expect(grantNames.filter((name) => isGranted(till, name) && /template|upload|void/.test(name))).toEqual([])
  expect(isGranted(till, 'yaoquan.coupon.redeem')).toBe(true)
})

it('only full grants mass void', () => {
  const granting = Object.keys(presets).filter((preset) => isGranted({ ...erp, preset }, massVoidGrant))
  expect(granting).toEqual(['full'])
})

it('allow adds to a preset, and deny wins over both', () => {
  expect(isGranted({ preset: 'read', allowed: [massVoidGrant], denied: [] }, massVoidGrant)).toBe(true)
  expect(isGranted({ preset: 'full', allowed: [massVoidGrant], denied: [massVoidGrant] }, massVoidGrant)).toBe(false)
})

it('a preset of a newer program grants nothing', () => {
  expect(grantNames.filter((name) => isGranted({ preset: 'later', allowed: [], denied: [] }, name))).toEqual([])
})

it('read grants no method that writes', () => {
  const granted = Object.values(methods).filter(({ name }) => isGranted({ ...erp, preset: 'read' }, name))
  expect(granted.filter(({ effect }) => effect === 'write')).toEqual([])
  expect(granted.length).toBeGreaterThan(5)
})
