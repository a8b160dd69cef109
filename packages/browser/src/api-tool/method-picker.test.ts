import { methods } from '@yaoquan/api'
import { expect, it } from 'vitest'
import { findMethods } from './method-picker.ts'

const names = (query: string) => findMethods(Object.values(methods), query).map(({ name }) => name)

it('returns every method for a blank query', () => {
  expect(names(' ')).toEqual(Object.keys(methods))
})

it.each([
  ['querycoupon', 'alibaba.alihealth.nr.crm.coupon.querycoupon'],
  ['TIME', 'taobao.time.get'],
  ['核销', 'yaoquan.coupon.redeem'],
  ['yaoquan void', 'yaoquan.coupon.void'],
])('finds by %s', (query, name) => {
  expect(names(query)).toContain(name)
})

it('returns matches in the name first', () => {
  expect(names('template')[0]).toMatch(/^yaoquan\.template\./)
  expect(names('no such words')).toEqual([])
})
