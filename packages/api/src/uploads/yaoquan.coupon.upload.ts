import { boolean, countOf, text } from '../language/fields.ts'
import { category, defineMethod, writes } from '../language/method.ts'
import { businessErrors } from '../methods/business-errors.ts'
import { outcomeFields, outRequestNo, successField } from '../methods/write-fields.ts'
import { issueRefusal } from '../methods/yaoquan.coupon.issue.ts'
import { uploadErrors } from './upload-errors.ts'

const counts = {
  lines: countOf('lines', '已处理的行数，空行除外', 'Lines processed so far, without blank lines'),
  created: countOf('created', '其中新建的张数', 'How many of these lines created a coupon'),
  existing: countOf('existing', '其中已存在且内容相同的张数', 'How many of these coupons existed with equal content'),
  refused: countOf('refused', '其中未存储的行数', 'How many of these lines were not stored'),
} as const

/**
 * The upload of issued coupons: the body of `POST /upload/coupons` has one JSON object a line with the field names of
 * `yaoquan.coupon.issue`. The parameters are in the query string and signed like those of any call. One of the two
 * digests is required, so that the signature covers the body. `/router/rest` does not serve it.
 */
export const uploadCoupons = defineMethod({
  name: 'yaoquan.coupon.upload',
  title: { zh: '流式上传已发放的优惠券', en: 'Upload issued coupons' },
  description: {
    zh: '请求体为NDJSON，每行一张券，数量不限；摘要相符后每1000行存储一次并响应一行进度',
    en: 'The body is NDJSON, one coupon a line, with any number of lines. When its digest matches, the server stores 1000 lines at a time and answers each with a progress line',
  },
  ...writes(category.coupons),
  request: {
    outRequestNo: outRequestNo('UPLOAD-20261124-0001'),
    channel: text('channel', 'erp', '未给出渠道的行使用', 'Channel of the lines that name none', { maxLength: 64 }),
    contentSha256: text(
      'content_sha256',
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      '压缩前请求体的SHA-256，十六进制；与content_md5二选一',
      'SHA-256 of the body before compression, in hex; send this or content_md5',
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

/** The lines of the answer, one JSON object each, distinguished by `kind`. Counts are totals since the start of the body. */
export const uploadLines = {
  /** How much is stored durably so far. */
  progress: { kind: text('kind', 'progress', '进度', 'Progress', { required: true }), ...counts },
  /** A line that was not stored. At most 10,000 are reported. */
  refused: {
    kind: text('kind', 'refused', '未存储的行', 'A line that was not stored', { required: true }),
    line: countOf('line', '行号，从1起', 'Line number, from 1'),
    couponCode: text('coupon_code', '111aaa', '优惠券code', 'Coupon code'),
    outcome: text(
      'outcome',
      'invalid',
      '结果: conflict, duplicate, invalid',
      'Outcome: conflict, duplicate or invalid',
      { required: true },
    ),
    ...issueRefusal,
  },
  /** Always the last line. Without it the outcome of the rest is unknown: send the upload again. */
  summary: {
    kind: text('kind', 'summary', '汇总', 'Summary', { required: true }),
    ...outcomeFields,
    ...counts,
    isTransient: boolean(
      'transient',
      true,
      'true 表示同号重发可能成功',
      'true: the same upload may succeed when sent again with the same out_request_no',
      { required: true },
    ),
    success: successField,
    requestId: text('request_id', '15r8qk9x1abc', '请求ID', 'Request id of this call', { required: true }),
  },
} as const
