import { list, number, object } from '../language/fields.ts'
import { defineMethod } from '../language/method.ts'
import { eventFields } from './coupon-event.ts'
import { otherOutcomes, outcomeFields, successField } from './write-fields.ts'

const seq = (wire: string, zh: string, en: string) =>
  number(wire, 1000, zh, en, { required: true, min: 0, max: Number.MAX_SAFE_INTEGER })

const result = {
  typeName: 'ListEventsResult',
  fields: {
    ...outcomeFields,
    events: list(
      'events',
      { itemTag: 'coupon_event', item: { kind: 'object', typeName: 'CouponEvent', fields: eventFields } },
      '事件，按序号排列',
      'The events in order',
      { required: true },
    ),
    lastSeq: seq('last_seq', '本页最后一个事件的序号；空页为请求的 after_seq', 'Number to send as after_seq next time'),
    newestSeq: seq('newest_seq', '连锁当前最新事件的序号', "Number of the chain's newest event"),
    success: successField,
  },
} as const

/** A chain's events after a number, in order, without a gap. Feed them into another system and remember `last_seq`. */
export const listEvents = defineMethod({
  name: 'yaoquan.event.list',
  title: { zh: '拉取事件', en: 'List events' },
  description: {
    zh: '按序号拉取连锁的全部事件，不丢不重；记住 last_seq 作为下次的 after_seq',
    en: "The chain's events in one gapless order; remember last_seq and send it as after_seq next time",
  },
  category: { zh: '药券-事件', en: 'Yaoquan events' },
  scope: 'chain',
  effect: 'read',
  request: {
    afterSeq: number('after_seq', 0, '从该序号之后开始，缺省0', 'Events after this number; 0 by default', {
      min: 0,
      max: Number.MAX_SAFE_INTEGER,
    }),
    limit: number('limit', 100, '数量，缺省100，最多1000', 'How many, 100 by default, 1000 at most', {
      min: 1,
      max: 1000,
    }),
  },
  response: { result: object('result', result, '结果', 'Result', { required: true }) },
  answerOmits: otherOutcomes,
  errorCodes: [],
})
