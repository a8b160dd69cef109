import { number, text } from '../language/fields.ts'
import { eventKindNames, eventKinds } from '../words/event-kinds.ts'
import { listedWords } from '../words/text.ts'

const kinds = listedWords(eventKinds)

/** The fields of an event of a seller. Events are numbered without gaps, and kept unless the seller set a period for them. */
export const eventFields = {
  eventSeq: number('event_seq', 1001, '事件序号，连锁内从1起连续', 'Event number, consecutive per seller from 1', {
    required: true,
    min: 1,
    max: Number.MAX_SAFE_INTEGER,
  }),
  kind: text('kind', 'redeemed', `事件: ${kinds.zh}`, `Kind of event: ${kinds.en}`, {
    required: true,
    oneOf: eventKindNames,
  }),
  couponCode: text('coupon_code', '111aaa', '优惠券code', 'Coupon code'),
  couponId: text('coupon_id', '11', '优惠券模板id', 'Template id'),
  at: text('at', '2026-11-24 22:29:00', '发生时间', 'Time of the event (GMT+8)', { required: true }),
  actor: text(
    'actor',
    'app:12345678',
    '操作者: app:AppKey、operator:名称、retention:名称或system',
    'Actor: app:<app_key>, operator:<name>, retention:<name> or system',
    { required: true },
  ),
  requestId: text('call_request_id', '15r8qk9x1abc', '该调用的request_id', 'request_id of the call that caused it'),
  before: text('before', '{"state":"unused"}', '之前的状态，JSON', 'State before the event, JSON', { verbatim: true }),
  after: text('after', '{"state":"used","order_id":"SO-1001"}', '之后的状态，JSON', 'State after the event, JSON', {
    verbatim: true,
  }),
  hash: text(
    'hash',
    '9f86d081884c7d65…',
    '哈希链，含上一事件的哈希',
    "Hash of this event and of the previous event's hash",
  ),
} as const

/** Present where a seller's policy removed older events. */
export const eventsRemovedBefore = text(
  'events_removed_before',
  '2026-01-01 00:00:00',
  '早于此时间的事件已按保留期限清理，不再列出；没有清理过则无此字段',
  'Events before this time (GMT+8) were removed by the retention period and are not listed; absent where none was',
)
