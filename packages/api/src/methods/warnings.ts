import { list, objects, text } from '../language/fields.ts'

/** What a successful write may warn of. */
export const warningTexts = {
  phoneMasked: {
    code: 'PHONE_MASKED',
    message: {
      zh: '{field} 中的手机号已打码后保存',
      en: 'Phone numbers in {field} were masked before it was stored',
    },
  },
} as const

const warning = {
  code: text(
    'code',
    'PHONE_MASKED',
    '提醒码: PHONE_MASKED 手机号已打码后保存',
    'Code: PHONE_MASKED, phone numbers were masked before the text was stored',
    { required: true },
  ),
  message: text('msg', 'reason 中的手机号已打码后保存', '中文描述', 'Description in Chinese', { required: true }),
  field: text('field', 'reason', '参数', 'Request parameter', { required: true }),
} as const

/** Warnings of a write that stores a reason or a note. */
export const warnings = list(
  'warnings',
  objects('warning', 'Warning', warning),
  '提醒，没有时不返回',
  'Warnings; absent if there are none',
)
