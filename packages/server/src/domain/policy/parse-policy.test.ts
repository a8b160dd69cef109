import { checkPolicy } from '@yaoquan/basket'
import { expect, test } from 'vitest'
import { parsePolicy, type RawPolicy } from './parse-policy.ts'
import { chainPolicyOf, newSellerPolicy } from './seller-policy.ts'

test('reads what is given, and nothing else', () => {
  expect(parsePolicy({})).toEqual({ kind: 'changes', changes: {} })
  expect(
    parsePolicy({
      max_per_order: '20',
      threshold_base: 'remaining',
      insured: 'include',
      member_weekdays: '6, 3,3',
      member_days_of_month: '28,8,18',
      rule_packs: 'rx-excluded,special-price-excluded@1',
      template_approval: 'on',
      known_shops: 'on',
      order_numbers: 'on',
    }),
  ).toEqual({
    kind: 'changes',
    changes: {
      maxPerOrder: 20,
      thresholdBase: 'remaining',
      insured: 'include',
      memberWeekdays: [3, 6],
      memberDaysOfMonth: [8, 18, 28],
      rulePacks: [
        { pack: 'rx-excluded', version: 1 },
        { pack: 'special-price-excluded', version: 1 },
      ],
      isApprovalAsked: true,
      mustKnowShops: true,
      numbersOrders: true,
    },
  })
})

test('off empties a list', () => {
  expect(parsePolicy({ member_weekdays: 'off', member_days_of_month: 'off', rule_packs: 'off' })).toEqual({
    kind: 'changes',
    changes: { memberWeekdays: [], memberDaysOfMonth: [], rulePacks: [] },
  })
})

test.each<[keyof RawPolicy, string]>([
  ['max_per_order', '0'],
  ['max_per_order', '21'],
  ['max_per_order', '5.5'],
  ['max_per_order', ''],
  ['threshold_base', 'first'],
  ['insured', 'exclude'],
  ['member_weekdays', '0'],
  ['member_weekdays', '8'],
  ['member_weekdays', ','],
  ['member_days_of_month', '32'],
  ['member_days_of_month', '08'],
  ['rule_packs', 'unknown'],
  ['rule_packs', 'rx-excluded@99'],
  ['rule_packs', 'rx-excluded,rx-excluded@1'],
  ['template_approval', 'yes'],
  ['known_shops', 'true'],
  ['order_numbers', 'true'],
])('refuses %s %j with its rule', (field, text) => {
  expect(parsePolicy({ [field]: text })).toEqual({
    kind: 'invalid',
    field,
    rule: { zh: expect.stringMatching(/./), en: expect.stringMatching(/./) },
  })
})

test('the engine takes what an operator can set, at both ends', () => {
  const days = { member_weekdays: '1,2,3,4,5,6,7', member_days_of_month: '1,31' }
  for (const max_per_order of ['1', '20']) {
    const parsed = parsePolicy({ ...days, max_per_order, rule_packs: 'rx-excluded,special-price-excluded' })
    const changes = parsed.kind === 'changes' ? parsed.changes : {}
    expect(checkPolicy(chainPolicyOf({ ...newSellerPolicy, ...changes }))).toBeUndefined()
  }
})
