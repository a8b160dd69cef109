import { expect, test } from 'vitest'
import { consoleErrors } from '../console/console-errors.ts'
import { filledText } from '../language/filled-text.ts'
import type { BusinessError } from '../language/method.ts'
import { businessErrors } from '../methods/business-errors.ts'
import { methods } from '../methods/index.ts'
import { uploadErrors } from '../uploads/upload-errors.ts'
import { type ErrorRow, errors } from './errors.ts'

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
