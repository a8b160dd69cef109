import type { Fields, Text } from '../language/field.ts'
import { boolean, list, object, objects, text } from '../language/fields.ts'
import { refusalFacts } from './refusal-facts.ts'

/**
 * The caller's request number, which makes a write idempotent.
 * @param example unique per method, so that the samples of all methods can run against one seller
 */
export const outRequestNo = (example: string) =>
  text(
    'out_request_no',
    example,
    '调用方请求号，连锁内唯一；同号同内容返回首次结果，同号不同内容报 IDEMPOTENT_CONFLICT',
    "Caller's request number, unique per seller: a repeat with equal content returns the first answer, one with different content IDEMPOTENT_CONFLICT",
    { required: true, maxLength: 64 },
  )

/** Asks a write for no more than its answer. */
export const dryRun = boolean(
  'dry_run',
  false,
  '为 true 时只试算：返回将发生的结果，不写入，请求号仍可使用',
  'true: answers what would happen, writes nothing, and leaves the request number free',
)

/** Present in the answer of a dry run. */
export const triedOnly = boolean('dry_run', true, '本次只是试算', 'Nothing was written')

/**
 * The response of a `yaoquan.*` method: a `result` that begins with the error fields and ends with `success`. The sample
 * answer is a first success without warnings, so it has neither error fields nor facts of a refusal.
 * @param typeName type name of the result in documents and SDKs
 * @param fields the method's own fields, between these
 * @param alsoOmitted further paths that the sample answer leaves out
 */
export function resultOf<const F extends Fields>(
  typeName: string,
  fields: F,
  alsoOmitted: readonly string[] = [],
): Readonly<{ response: ResultResponse<F>; answerOmits: readonly string[] }> {
  const shape = { typeName, fields: { ...outcomeFields, ...fields, success: successField } }
  const ofOtherOutcomes = { alreadyDone, dryRun, warnings, ...refusalFacts }
  const own = Object.keys(fields).filter((name) => name in ofOtherOutcomes)
  const omitted = [...Object.keys(outcomeFields), ...own]
  return {
    response: { result: object('result', shape, '结果', 'Result', { required: true }) },
    answerOmits: [...omitted.map((name) => `result.${name}`), ...alsoOmitted],
  }
}

type ResultResponse<F extends Fields> = Readonly<{
  result: Readonly<{
    kind: 'object'
    wire: string
    required: true
    description: Text
    typeName: string
    fields: typeof outcomeFields & F & Readonly<{ success: typeof successField }>
  }>
}>

/** The first fields of the result of every `yaoquan.*` method. */
export const outcomeFields = {
  errorCode: text('error_code', 'COUPON_NOT_FOUND', '错误码', 'Error code'),
  errorMessage: text('error_msg', '优惠券不存在', '中文描述', 'Description of the error in Chinese'),
} as const

/** The last field of the result of every `yaoquan.*` method. */
export const successField = boolean('success', true, '调用是否成功', 'Whether the call succeeded', { required: true })

/** Whether the write was already done by an earlier call with the same request number. */
export const alreadyDone = boolean(
  'already_done',
  true,
  '为 true 表示该请求号此前已处理，本次返回首次结果',
  'true: this request number was processed before, and this is its first answer',
)

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

/** Present where nothing was done yet, since another person decides. */
export const awaitsApproval = boolean(
  'awaits_approval',
  true,
  '为 true 时尚未执行，待另一人在控制台同意；只对控制台的操作员返回',
  'true: nothing was done yet, another person has to agree at the console; returned to operators at the console only',
)
