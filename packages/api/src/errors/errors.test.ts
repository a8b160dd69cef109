import { expect, it, test } from 'vitest'
import { consoleErrors } from '../console/console-errors.ts'
import { type BusinessError, filledText } from '../language/method.ts'
import { businessErrors } from '../methods/business-errors.ts'
import { methods } from '../methods/index.ts'
import { uploadErrors } from '../uploads/upload-errors.ts'
import { type ErrorRow, errors, findError } from './errors.ts'

const chinese = /[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]/
const placeholders = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].toSorted()

const refusals: readonly BusinessError[] = [
  ...Object.values(businessErrors),
  ...Object.values(uploadErrors),
  ...Object.values<BusinessError>(consoleErrors),
  ...Object.values(methods).flatMap(({ errorCodes }) => [...errorCodes]),
]

test.each(Object.entries<ErrorRow>(errors))(
  'the error %s is complete in English',
  (_name, { subMsg = '', subMsgEn }) => {
    const english = subMsgEn ?? subMsg
    expect(english).not.toMatch(chinese)
    expect(placeholders(english)).toEqual(placeholders(subMsg))
  },
)

test.each(refusals.map((row) => [row.code, row] as const))('the refusal %s is complete in English', (_code, row) => {
  const { message, filledEn = message.en } = row
  expect(filledEn).not.toMatch(chinese)
  expect(placeholders(filledEn)).toEqual(placeholders(message.zh))
})

test('a text is said in the language of its template, and an absent value leaves nothing', () => {
  const message = { zh: '{field} {rule}', en: 'A field breaks a rule' }
  const values = { field: 'phone', rule: { zh: '太长', en: 'is too long' } }
  expect(filledText({ message, filledEn: '{field} {rule}' }, values)).toEqual({
    zh: 'phone 太长',
    en: 'phone is too long',
  })
  expect(filledText({ message, filledEn: '{field} {rule}' }, { field: 'phone' })).toEqual({
    zh: 'phone ',
    en: 'phone ',
  })
  expect(filledText({ message }, values).en).toBe('A field breaks a rule')
})

it.each([
  [25, undefined, 'invalidSignature'],
  [25, 'isv.signature-reused', 'reusedSignature'],
  [43, 'isv.invalid-parameter', 'parameterError'],
  [50, 'isv.invalid-parameter', 'invalidParameter'],
  [-1, undefined, undefined],
  [undefined, undefined, undefined],
])('finds of code %s and sub code %s the row %s', (code, subCode, name) => {
  expect(findError(code, subCode)?.name).toBe(name)
})

it('finds the first row of a code whose sub code it does not know', () => {
  expect(findError(50, 'isv.unheard-of')?.row.code).toBe(50)
})
