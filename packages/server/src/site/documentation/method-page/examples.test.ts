import { type MethodDefinition, methods, redeemCoupon } from '@yaoquan/api'
import { decodeResponse } from '@yaoquan/protocol'
import { expect, it } from 'vitest'
import { exampleError, exampleResponse } from './examples.ts'

const all: readonly MethodDefinition[] = Object.values(methods)

it('shows the result of a successful write, without the members of a refusal', () => {
  expect(JSON.parse(exampleResponse(redeemCoupon, 'simplified'))).toEqual({
    result: {
      redemption_id: expect.any(String),
      redeemed_at: expect.any(String),
      redemptions: [{ coupon_code: 'SAMPLE-REDEEM', redemption_id: expect.any(String), off_amount: '50.00' }],
      off_amount: '50.00',
      pay_amount: '149.00',
      lines: [{ line_no: 1, pay_amount: '149.00', coupons: [{ coupon_code: 'SAMPLE-REDEEM', off_amount: '50.00' }] }],
      success: true,
    },
  })
})

it.each(all.map((definition) => [definition.name, definition] as const))(
  'shows of %s in XML and JSON what its client reads alike',
  (_, definition) => {
    const json = decodeResponse(definition, exampleResponse(definition, 'json'), 'json')
    expect(json.kind).toBe('response')
    expect(decodeResponse(definition, exampleResponse(definition, 'xml').replaceAll(/\n */g, ''), 'xml')).toEqual(json)
  },
)

it('omits only properties that exist', () => {
  for (const { name, response, answerOmits = [] } of all) {
    for (const path of answerOmits) {
      expect(hasProperty(response, path.split('.')), `${name} ${path}`).toBe(true)
    }
  }
})

it('shows the example error of TOP with its codes', () => {
  expect(exampleError('xml')).toContain('<sub_code>isv.invalid-parameter</sub_code>')
})

function hasProperty(fields: MethodDefinition['response'], [first = '', ...rest]: readonly string[]): boolean {
  const field = fields[first]
  if (field === undefined) return false
  if (rest.length === 0) return true
  if (field.kind === 'object') return hasProperty(field.fields, rest)
  return field.kind === 'list' && field.item.kind === 'object' && hasProperty(field.item.fields, rest)
}
