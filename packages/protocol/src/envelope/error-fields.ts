import type { Fields } from '@yaoquan/api'

/** Name of the root of an error answer. */
export const errorName = 'error_response'

/** The members of a `TopError` as fields, so that errors are encoded and decoded like responses. */
export const errorFields: Fields = {
  code: {
    kind: 'number',
    wire: 'code',
    required: true,
    example: 50,
    min: 1,
    max: 999,
    description: { zh: '错误码', en: 'Error code' },
  },
  msg: {
    kind: 'text',
    wire: 'msg',
    required: true,
    example: 'Remote service error',
    description: { zh: '错误描述', en: 'Error description' },
  },
  subCode: {
    kind: 'text',
    wire: 'sub_code',
    required: false,
    example: 'isv.invalid-parameter',
    description: { zh: '子错误码', en: 'Sub-error code' },
  },
  subMsg: {
    kind: 'text',
    wire: 'sub_msg',
    required: false,
    example: '非法参数',
    description: { zh: '子错误描述', en: 'Sub-error description' },
  },
}

/** The last member of the root of every response and error. */
export const requestIdField: Fields = {
  requestId: {
    kind: 'text',
    wire: 'request_id',
    required: false,
    example: '15r8qk9x1abcd',
    description: { zh: '请求ID', en: 'Request id' },
  },
}
