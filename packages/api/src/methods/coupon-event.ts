import { number, text } from '../language/fields.ts'

/** One thing that happened in a chain; kept for good, in one gapless order. */
export const eventFields = {
  eventSeq: number('event_seq', 1001, '事件序号，连锁内从1起连续', 'Gapless number in the chain, from 1', {
    required: true,
    min: 1,
    max: Number.MAX_SAFE_INTEGER,
  }),
  kind: text('kind', 'redeemed', '事件', 'What happened', {
    required: true,
    oneOf: [
      'issued',
      'held',
      'released',
      'redeemed',
      'returned',
      'voided',
      'expired',
      'template_saved',
      'template_closed',
    ],
  }),
  couponCode: text('coupon_code', '111aaa', '优惠券code', 'Coupon code'),
  couponId: text('coupon_id', '11', '优惠券模板id', 'Id of the template'),
  at: text('at', '2026-11-24 22:29:00', '发生时间', 'When (GMT+8)', { required: true }),
  actor: text('actor', 'app:12345678', '操作者: app:AppKey、operator:名称或system', 'Who did it', { required: true }),
  requestId: text('call_request_id', '15r8qk9x1abc', '该调用的request_id', 'request_id of the call that did it'),
  before: text('before', '{"state":"unused"}', '之前的状态，JSON', 'State before, JSON', { verbatim: true }),
  after: text('after', '{"state":"used","order_id":"SO-1001"}', '之后的状态，JSON', 'State after, JSON', {
    verbatim: true,
  }),
  hash: text('hash', '9f86d081884c7d65…', '哈希链，含上一事件的哈希', 'Hash over this event and the hash before it'),
} as const
