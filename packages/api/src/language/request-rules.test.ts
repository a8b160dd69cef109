import { expect, it } from 'vitest'
import { redeemCoupon } from '../methods/yaoquan.coupon.redeem.ts'
import { saveTemplate } from '../methods/yaoquan.template.save.ts'
import type { MethodDefinition } from './method.ts'
import { neededFields, type RequestRule, withNeeds } from './request-rules.ts'

const rulesOf = ({ rules = [] }: MethodDefinition): readonly RequestRule[] => rules

it('tells a rule in each of its fields, by their names on the wire', () => {
  const { couponCode, quoteId, orderId }: MethodDefinition['request'] = redeemCoupon.request
  for (const field of [couponCode, quoteId]) {
    expect(field?.need?.en).toBe('send at least one of coupon_code, coupon_codes, quote_id')
  }
  expect(orderId).not.toHaveProperty('need')
  const { template }: MethodDefinition['request'] = saveTemplate.request
  const members = template?.kind === 'object' ? template.fields : {}
  expect(members['orderAmount']?.need?.zh).toBe('kind 为 full_reduction、step 时必填')
})

it('needs what the values ask for, and of alternatives the first that they have', () => {
  const gift = { 'template.kind': 'gift', 'template.validToDay': 1 }
  const fixed = { 'template.kind': 'cash', 'template.startDate': 'a', 'template.endDate': 'b' }
  const of = (values: object) => neededFields(rulesOf(saveTemplate), (path) => Object(values)[path])
  expect(of(gift)).toEqual(['template.validToDay', 'template.gift'])
  expect(of(fixed)).toEqual(['template.startDate', 'template.endDate', 'template.couponAmount'])
})

it('refuses a rule about a field that there is not', () => {
  expect(() => withNeeds({}, [{ kind: 'atLeastOne', of: [['phne']] }])).toThrow(TypeError)
})
