import { claimCoupons, issueCoupons, type MethodDefinition, RefusedItem, syncOrder } from '@yaoquan/api'
import { expect, test } from 'vitest'
import { expectPhoneOfPeople, isNoPhone, noPhonesStored } from './phones-stored.ts'

test.each([
  ['1372000005', true],
  ['13720000098/13720000098', true],
  ['+86 137-2000-0098', false],
  ['021-12345678', false],
  ['+852 9123 4567', false],
  ['186****5668', false],
  ['1.39E+10', false],
  ['12', false],
  [undefined, false],
])('%j is stored as a phone and is none: %j', (phone, isNone) => {
  expect(isNoPhone(phone)).toBe(isNone)
})

const short = '1372000005'
const told = (definition: MethodDefinition, input: object, result: object) =>
  noPhonesStored(definition, input as never, { result } as never)

test('of an issue, the coupons that were stored are counted, each once', () => {
  const coupons = [short, '13720000098', short, '12', short].map((phone) => ({ phone }))
  const refused = Object.assign(Object.create(RefusedItem.prototype), { phone: short })
  const outcomes = ['created', 'created', 'conflict', 'invalid', 'created', 'invalid']
  const items = outcomes.map((outcome) => ({ outcome }))
  const input = { coupons: [...coupons, refused] }
  expect(told(issueCoupons, input, { items })).toEqual({ name: 'phone', times: 2 })
  expect(told(issueCoupons, input, { items, alreadyDone: true })).toBeUndefined()
})

test('what was not stored is not counted', () => {
  expect(told(claimCoupons, { phone: short }, { success: true })).toEqual({ name: 'phone', times: 1 })
  expect(told(claimCoupons, { phone: short, dryRun: true }, { success: true })).toBeUndefined()
  expect(told(claimCoupons, { phone: short }, { success: false })).toBeUndefined()
  const synced = { success: true, outcome: 'created' }
  expect(told(syncOrder, { order: { phone: short } }, synced)).toEqual({ name: 'phone', times: 1 })
  expect(told(syncOrder, { order: { phone: short } }, { ...synced, outcome: 'unchanged' })).toBeUndefined()
  expect(told(syncOrder, { order: { phone: '186****5668' } }, synced)).toBeUndefined()
})

const operator = { name: 'li.na', shops: undefined }

test.each(['1372000005', '13720000098/13720000098', '12345678', '无'])(
  'an operator gives nobody the phone %s',
  (phone) => {
    expect(() => expectPhoneOfPeople({ operator }, 'phone', phone)).toThrow(/phone/)
  },
)

test.each(['137 2000 0098', '021-12345678', '+852 9123 4567', undefined])(
  'an operator may give the phone %s',
  (phone) => {
    expect(() => expectPhoneOfPeople({ operator }, 'phone', phone)).not.toThrow()
  },
)

test('what apps send is stored as it is', () => {
  expect(() => expectPhoneOfPeople({ operator: undefined }, 'phone', '1372000005')).not.toThrow()
})
