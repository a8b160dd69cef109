import { expect, test } from 'vitest'
import { CallError } from '../server/call-error.ts'
import { failureText } from './failure-text.ts'

const refused = (said: string | undefined, saidIn?: 'zh' | 'en') =>
  new CallError({ kind: 'refused', code: 'INVALID_TEMPLATE', said, saidIn })
const titleOf = (error: CallError, language: 'zh' | 'en') => failureText(error, language).title

test('a refusal is shown as the server said it, in the language that it was asked in', () => {
  expect(titleOf(refused('模板不合规则: shop 太长', 'zh'), 'zh')).toBe('模板不合规则: shop 太长')
  expect(titleOf(refused('The template breaks a rule: shop is too long', 'en'), 'en')).toBe(
    'The template breaks a rule: shop is too long',
  )
})

test('in another language, or where the server said nothing, a refusal is shown without the facts of the case', () => {
  for (const error of [refused('模板不合规则: shop 太长'), refused(undefined)]) {
    expect(titleOf(error, 'en')).toBe('The template breaks a rule')
  }
  for (const error of [refused('The template breaks a rule: shop is too long', 'en'), refused(undefined)]) {
    expect(titleOf(error, 'zh')).toBe('模板不合规则')
  }
})

test('a code without a row is shown as the server said it, in whichever language', () => {
  const error = new CallError({ kind: 'refused', code: 'isv.unknown', said: '不允许' })
  expect(titleOf(error, 'zh')).toBe('不允许')
  expect(titleOf(error, 'en')).toBe('不允许')
})
