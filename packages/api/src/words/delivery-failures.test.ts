import { expect, test } from 'vitest'
import { deliveryFailureText } from './delivery-failures.ts'

test.each([
  ['PRIVATE_ADDRESS', '目标地址不是公网地址，已拒绝', 'Refused: a private, loopback or link-local address'],
  ['ENOTFOUND', '找不到该域名（ENOTFOUND）', 'The name was not found (ENOTFOUND)'],
  ['HTTP 302', 'HTTP 302：不跟随重定向', 'HTTP 302: redirects are not followed'],
  ['HTTP 500', 'HTTP 500', 'HTTP 500'],
  ['SKIPPED 1-2', '事件 1-2 在 30 天内未被确认，已跳过', 'Events 1-2 skipped: not acknowledged for 30 days'],
  ['EPROTO', 'EPROTO', 'EPROTO'],
  ['constructor', 'constructor', 'constructor'],
])('the failure %s is said in one language at a time', (reason, zh, en) => {
  expect(deliveryFailureText(reason)).toEqual({ zh, en })
})
