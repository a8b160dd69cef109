import { boolean, text } from '../language/fields.ts'

/**
 * The caller's request number: what makes a write happen once.
 * @param example a number of its own for each method, so that the samples of all can be run on one chain
 */
export const outRequestNo = (example: string) =>
  text(
    'out_request_no',
    example,
    '调用方请求号，连锁内唯一；同号同内容返回首次结果，同号不同内容报 IDEMPOTENT_CONFLICT',
    "Caller's request number, unique in the chain: repeated with equal content it gives the first answer again",
    { required: true, maxLength: 64 },
  )

/** First members of every result of ours. */
export const outcomeFields = {
  errorCode: text('error_code', 'COUPON_NOT_FOUND', '错误码', 'Error code'),
  errorMessage: text('error_msg', '优惠券不存在', '中文描述', 'Description of the error in Chinese'),
} as const

/** Last member of every result of ours. */
export const successField = boolean('success', true, '调用是否成功', 'Whether the call succeeded', { required: true })

/** A write that was done before under the same request number. */
export const alreadyDone = boolean(
  'already_done',
  true,
  '为 true 表示该请求号此前已处理，本次返回首次结果',
  'true: this request number was done before, and this is its first answer',
)

/** Members of a result that tell a refusal or a repetition: a sample of what was done has none of them. */
export const otherOutcomes = ['result.errorCode', 'result.errorMessage', 'result.alreadyDone'] as const
