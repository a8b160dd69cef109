import { describe, expect, test } from 'vitest'
import { templateOf } from '#testing/example-template'
import { checkWindow, usableDays } from './claim-window.ts'
import type { TemplateTerms, Validity } from './template.ts'

const window = { claimFrom: '2026-11-01 08:00:00', claimTo: '2026-11-30 23:59:59' }

function check(terms: Partial<TemplateTerms>, moment: string) {
  return checkWindow(templateOf(terms), Date.parse(`${moment}+08:00`))
}

test.each([
  ['the first second', '2026-11-01T08:00:00'],
  ['the last second, to its end', '2026-11-30T23:59:59.999'],
])('is open in %s', (_name, moment) => {
  expect(check(window, moment)).toBeUndefined()
})

test.each([
  ['the moment before', '2026-11-01T07:59:59.999'],
  ['the moment after', '2026-12-01T00:00:00'],
])('is closed in %s', (_name, moment) => {
  expect(check(window, moment)).toEqual({ kind: 'claim-not-open', from: window.claimFrom, to: window.claimTo })
})

test('is open without a window', () => {
  expect(check({}, '2036-11-24T12:00:00')).toBeUndefined()
})

test('is closed once the coupons would have expired', () => {
  const validity: Validity = { kind: 'fixed', startDate: '2026-11-01', endDate: '2026-11-24' }
  expect(check({ validity }, '2026-11-24T23:59:59')).toBeUndefined()
  expect(check({ validity }, '2026-11-25T00:00:00')).toMatchObject({ to: '2026-11-24 23:59:59' })
})

describe('the usable days', () => {
  test.each<[string, Validity, string, string]>([
    ['are fixed', { kind: 'fixed', startDate: '2026-11-01', endDate: '2026-12-31' }, '2026-11-01', '2026-12-31'],
    ['begin the same day', { kind: 'relative', fromDay: 0, toDay: 29 }, '2026-11-24', '2026-12-23'],
    ['begin the next day', { kind: 'relative', fromDay: 1, toDay: 1 }, '2026-11-25', '2026-11-25'],
  ])('%s', (_name, validity, startDate, endDate) => {
    expect(usableDays(validity, '2026-11-24')).toEqual({ startDate, endDate })
  })
})
