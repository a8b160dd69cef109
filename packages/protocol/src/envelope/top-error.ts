import { type ErrorName, type ErrorRow, errors, type Fields, number, type Text, text } from '@yaoquan/api'

/** The content of an `error_response`, without its `request_id`. */
export type TopError = Readonly<{ code: number; msg: string; subCode?: string; subMsg?: string }>

/** An error that is still to be encoded: it has its `subMsg` in both languages. */
export type WordedError = TopError & Readonly<{ subMsgEn?: string }>

/** Values for placeholders, e.g. `{ method }`; a text is said in the language of its template. A rule is always in both languages. */
export type TextValues = Readonly<Record<string, string | number | Text>> & Readonly<{ rule?: Text }>

/**
 * Builds an error from its row in the error table and fills in the `{placeholders}` of its texts.
 * @throws Error if a placeholder has no value, which is a bug of the caller
 */
export function topError(name: ErrorName, values: TextValues = {}): WordedError {
  const row: ErrorRow = errors[name]
  return {
    code: row.code,
    msg: fill(row.msg, values),
    ...(row.subCode === undefined ? {} : { subCode: row.subCode }),
    ...(row.subMsg === undefined ? {} : { subMsg: fill(row.subMsg, values) }),
    ...(row.subMsgEn === undefined ? {} : { subMsgEn: fill(row.subMsgEn, values, 'en') }),
  }
}

function fill(template: string, values: TextValues, language: keyof Text = 'zh'): string {
  return template.replace(/\{(\w+)\}/g, (_, placeholder: string) => {
    const value = values[placeholder]
    if (value === undefined) throw new Error(`No value for {${placeholder}} of the error text "${template}"`)
    return typeof value === 'object' ? value[language] : String(value)
  })
}

/** Name of the root of an error answer. */
export const errorName = 'error_response'

/** The members of a `TopError` as fields, so that errors are encoded and decoded like responses. */
export const errorFields: Fields = {
  code: number('code', 50, '错误码', 'Error code', { required: true, min: 1, max: 999 }),
  msg: text('msg', 'Remote service error', '错误描述', 'Error description', { required: true }),
  subCode: text('sub_code', 'isv.invalid-parameter', '子错误码', 'Sub-error code'),
  subMsg: text('sub_msg', '非法参数', '子错误描述', 'Sub-error description'),
}

/** The last member of the root of every response and error. */
export const requestIdField: Fields = { requestId: text('request_id', '15r8qk9x1abcd', '请求ID', 'Request id') }
