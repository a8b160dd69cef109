import { expect, test } from 'vitest'
import { isCommonPassword } from './common-passwords.ts'

test.each([
  'password123',
  'PassWord123',
  'ｐａｓｓｗｏｒｄ１２３',
  'qwertyuiop',
  'woaini1314',
  'yaoquan123456',
  'aaaaaaaaaaaaaa',
  'abababababab',
  '345678901234',
  'zyxwvutsrq',
])('finds that %s is common', (password) => {
  expect(isCommonPassword(password)).toBe(true)
})

test.each(['correct horse battery', 'a long enough one', 'password123 of my aunt', '药房门口的第三棵树'])(
  'lets %s pass',
  (password) => {
    expect(isCommonPassword(password)).toBe(false)
  },
)

test('takes no line about the list for a password', () => {
  expect(
    isCommonPassword(
      '# Common passwords of 10 characters or more, in lower case, one a line. Shorter ones are refused by their length.',
    ),
  ).toBe(false)
})
