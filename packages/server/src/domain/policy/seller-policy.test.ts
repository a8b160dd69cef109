import { defaultPolicy } from '@yaoquan/basket'
import { expect, test } from 'vitest'
import {
  asksSecond,
  chainPolicyOf,
  newSellerPolicy,
  policyMembers,
  policyText,
  readPolicy,
  type SellerPolicy,
} from './seller-policy.ts'

const policy: SellerPolicy = {
  maxPerOrder: 3,
  thresholdBase: 'remaining',
  insured: 'include',
  memberWeekdays: [3],
  memberDaysOfMonth: [8],
  rulePacks: [{ pack: 'rx-excluded', version: 1 }],
  isApprovalAsked: true,
  mustKnowShops: true,
  numbersOrders: true,
  isSecondPersonAsked: true,
  issueApprovalFen: 50_050,
}

test('a new seller has the policy that the engine has for it', () => {
  expect(chainPolicyOf(newSellerPolicy)).toEqual(defaultPolicy)
})

test('the engine gets the rules of the packs', () => {
  expect(chainPolicyOf(policy)).toEqual({
    maxPerOrder: 3,
    thresholdBase: 'remaining',
    insured: 'include',
    memberDays: { weekdays: [3], daysOfMonth: [8] },
    rulePacks: [{ pack: 'rx-excluded', version: 1, rules: [{ rule: 'rx', drugClasses: ['rx'] }] }],
  })
})

test('a pack that this program does not have is no pack without rules', () => {
  expect(() => chainPolicyOf({ ...policy, rulePacks: [{ pack: 'rx-excluded', version: 99 }] })).toThrow(RangeError)
})

test('the text of a policy reads back as the policy', () => {
  expect(readPolicy(policyText(policy))).toEqual(policy)
})

test('a text from before the rules on shops and order numbers lets tills name unknown shops, and numbers no orders', () => {
  const { known_shops: _, order_numbers: __, ...older } = policyMembers(policy)
  expect(readPolicy(JSON.stringify(older))).toMatchObject({ mustKnowShops: false, numbersOrders: false })
})

test.each([
  ['as much as one person may', { worstFen: 500, count: 2 }, 1000, false],
  ['a fen more', { worstFen: 1001, count: 1 }, 1000, true],
  ['nothing, where one person may issue nothing', { worstFen: 0, count: 5 }, 0, false],
  ['without a limit', { worstFen: undefined, count: 1 }, 1000, true],
  ['without a limit, where there is no rule', { worstFen: undefined, count: 1 }, null, false],
])('coupons that take %s off are issued by two people: %j of %j: %s', (_what, each, limitFen, isAsked) => {
  expect(asksSecond(each, limitFen)).toBe(isAsked)
})
