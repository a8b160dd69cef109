import { getCoupon, templateFields } from '@yaoquan/api'
import { expect, it } from 'vitest'
import { OperationFault } from '#terminal/output'
import { propertyValues, wireValues } from './wire-values.ts'

it('writes nested objects and lists with wire names and leaves out absent members', () => {
  const event = { eventSeq: 1, kind: 'issued', at: 't', actor: 'system', requestId: undefined, hash: 'h' }
  const coupon = { status: '0', sellerId: '111', couponCode: 'a', description: '全场通用' }
  const result = { coupon, timeline: [event], success: true }
  expect(wireValues(getCoupon.response.result.fields, result)).toEqual({
    coupon: { status: '0', serller_id: '111', describe: '全场通用', coupon_code: 'a' },
    timeline: [{ event_seq: 1, kind: 'issued', at: 't', actor: 'system', hash: 'h' }],
    success: true,
  })
})

it('reads an object with wire names, and numbers as text where text is expected', () => {
  const object = { coupon_id: 11, describe: 'x', stock_total: 5, stackable: false, coupon_amount: 99.5, notes: null }
  expect(propertyValues(templateFields, object)).toEqual({
    couponId: '11',
    description: 'x',
    stockTotal: 5,
    isStackable: undefined,
    stackable: false,
    couponAmount: '99.5',
    notes: undefined,
  })
})

it.each([
  [{ coupon_ids: '11' }, /"coupon_ids" 是未知的字段，最接近的是 coupon_id/],
  [{ stock_total: '5' }, /stock_total 的类型不对/],
  [{ coupon_id: ['11'] }, /coupon_id 的类型不对/],
])('refuses %j', (object, message) => {
  expect(() => propertyValues(templateFields, object)).toThrow(OperationFault)
  expect(() => propertyValues(templateFields, object)).toThrow(message)
})
