import type { ChainPolicy } from '../model/policy.ts'
import { checkWhole, type Fault, firstFault, maxCount } from './fault.ts'

/** Most coupons on an order, whatever a policy or an offer says. */
export const maxCoupons = 20

/** @returns the first fault of a policy that is saved; undefined if it has none */
export function checkPolicy({ maxPerOrder, memberDays, rulePacks }: ChainPolicy): Fault | undefined {
  const { weekdays, daysOfMonth } = memberDays
  return firstFault([
    checkWhole('maxPerOrder', maxPerOrder, [1, maxCoupons]),
    ...weekdays.map((day, index) => checkWhole(`memberDays.weekdays[${index}]`, day, [1, 7])),
    ...daysOfMonth.map((day, index) => checkWhole(`memberDays.daysOfMonth[${index}]`, day, [1, 31])),
    ...rulePacks.map(({ version }, index) => checkWhole(`rulePacks[${index}].version`, version, [1, maxCount])),
  ])
}
