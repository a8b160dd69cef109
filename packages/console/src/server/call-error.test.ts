import { expect, test } from 'vitest'
import { readFailure } from './call-error.ts'

const problem = (code: string) => JSON.stringify({ error: { code, zh: '中文', en: 'English' } })

test.each([
  ['a session that ended', 401, problem('SIGNED_OUT'), { kind: 'signed-out' }],
  ['wrong credentials', 401, problem('SIGN_IN_REFUSED'), { kind: 'refused', code: 'SIGN_IN_REFUSED' }],
  ['too many attempts', 429, problem('LOCKED'), { kind: 'refused', code: 'LOCKED' }],
  [
    'a role that does not allow the call',
    403,
    '{"error_response":{"code":12,"msg":"m","sub_code":"isv.operator-role-limit","sub_msg":"不允许","request_id":"r1"}}',
    { kind: 'refused', code: 'isv.operator-role-limit', said: '不允许', requestId: 'r1' },
  ],
  ['a failure of the server', 500, '{"error":"Internal Server Error"}', { kind: 'fault' }],
  ['a page of a proxy', 502, '<html>', { kind: 'fault' }],
])('reads %s', (_name, status, text, expected) => {
  expect(readFailure(status, text)).toMatchObject(expected)
})

test('keeps both languages of a problem', () => {
  expect(readFailure(403, problem('WRONG_PASSWORD')).texts).toEqual({ zh: '中文', en: 'English' })
})
