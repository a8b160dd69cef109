import { expect, test } from 'vitest'
import { changedRules, isLoosened, type Rules } from './changed-rules.ts'

const opened: Rules = {
  version: 2,
  maxPerOrder: 5,
  thresholdBase: 'original',
  insured: 'exclude_line',
  memberWeekdays: ['3', '6'],
  memberDaysOfMonth: [],
  rulePacks: ['rx-excluded@1'],
  templateApproval: false,
  secondPerson: false,
  issueApproval: '500',
  knownShops: true,
  orderNumbers: false,
  packs: [],
  success: true,
  requestId: '',
}

test('sends only the rules that differ, with the version that was looked at', () => {
  expect(changedRules(opened, { ...opened, maxPerOrder: 3, memberWeekdays: [], templateApproval: true })).toEqual({
    names: ['maxPerOrder', 'memberWeekdays', 'templateApproval'],
    request: { version: 2, maxPerOrder: 3, memberWeekdays: [], templateApproval: true },
  })
})

test.each([
  ['off', true],
  ['1000', true],
  ['90.5', false],
])('of the amount 500, %s is looser: %s', (issueApproval, isLooser) => {
  expect(isLoosened('issueApproval', opened, { ...opened, issueApproval })).toBe(isLooser)
})

test('a list chosen in another order is the same list', () => {
  const changed = changedRules(opened, { ...opened, memberWeekdays: ['6', '3'] })
  expect(changed).toEqual({ names: [], request: { version: 2 } })
})
