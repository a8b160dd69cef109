import { boolean, number, text } from '../language/fields.ts'
import { defineMethod } from '../language/method.ts'
import { businessErrors } from '../methods/business-errors.ts'
import { outcomeFields, outRequestNo, successField } from '../methods/write-fields.ts'
import { uploadErrors } from './upload-errors.ts'

const count = (wire: string, zh: string, en: string) =>
  number(wire, 0, zh, en, { required: true, min: 0, max: Number.MAX_SAFE_INTEGER })

const counts = {
  lines: count('lines', '已处理的行数，空行除外', 'Lines decided so far, blank ones left out'),
  created: count('created', '其中新建的张数', 'Coupons created, of these'),
  existing: count('existing', '其中已存在且内容相同的张数', 'Coupons that stood already with equal content, of these'),
  refused: count('refused', '其中未存储的行数', 'Lines that were not stored, of these'),
} as const

/**
 * A stream of coupons, one JSON object a line in the field names of `yaoquan.coupon.issue`, as the body of
 * `POST /upload/coupons`. The parameters stand in the query string and are signed as ever; one of the digests must be
 * given, so that the signature covers the body. It is no method of the router.
 */
export const uploadCoupons = defineMethod({
  name: 'yaoquan.coupon.upload',
  title: { zh: '流式上传已发放的优惠券', en: 'Stream issued coupons' },
  description: {
    zh: '请求体为NDJSON，每行一张券，数量不限；摘要相符后每1000行存储一次并应答一行进度',
    en: 'The body is NDJSON, one coupon a line, any number of them; once its digest fits, each 1000 lines are stored and answered with a line of progress',
  },
  category: { zh: '药券-优惠券', en: 'Yaoquan coupons' },
  scope: 'chain',
  effect: 'write',
  request: {
    outRequestNo: outRequestNo('UPLOAD-20261124-0001'),
    channel: text('channel', 'erp', '未给出渠道的行使用', 'For lines that name no channel', { maxLength: 64 }),
    contentSha256: text(
      'content_sha256',
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      '压缩前请求体的SHA-256，十六进制；与content_md5二选一',
      'SHA-256 of the body before compression, in hex; or content_md5',
      { maxLength: 64 },
    ),
    contentMd5: text(
      'content_md5',
      'd41d8cd98f00b204e9800998ecf8427e',
      '压缩前请求体的MD5，十六进制',
      'MD5 of the body before compression, in hex',
      { maxLength: 32 },
    ),
  },
  response: {},
  errorCodes: [businessErrors.partlyFailed, businessErrors.idempotentConflict, ...Object.values(uploadErrors)],
})

/** The lines of the answer, one JSON object each. `kind` tells which; numbers count from the start of the body. */
export const uploadLines = {
  /** What is durable so far. */
  progress: { kind: text('kind', 'progress', '进度', 'Progress', { required: true }), ...counts },
  /** A line that was not stored. At most 10,000 are told. */
  refused: {
    kind: text('kind', 'refused', '未存储的行', 'A line that was not stored', { required: true }),
    line: count('line', '行号，从1起', 'Number of the line, from 1'),
    couponCode: text('coupon_code', '111aaa', '优惠券code', 'Coupon code'),
    outcome: text('outcome', 'invalid', '结果: conflict, duplicate, invalid', 'What became of it', { required: true }),
    field: text(
      'field',
      'end_date',
      '不合规则或内容不同的字段',
      'The field that breaks a rule, or the fields that differ',
    ),
    rule: text('rule', '应为 YYYY-MM-DD', '规则', 'The rule it breaks'),
  },
  /** Always the last line. An answer without one was cut off: what became of the rest is unknown, so send it again. */
  summary: {
    kind: text('kind', 'summary', '汇总', 'Summary', { required: true }),
    ...outcomeFields,
    ...counts,
    isTransient: boolean(
      'transient',
      true,
      'true 表示同号重发可能成功',
      'true: the same upload may succeed when it is sent again',
      { required: true },
    ),
    success: successField,
    requestId: text('request_id', '15r8qk9x1abc', '请求ID', 'Id of the call', { required: true }),
  },
} as const
