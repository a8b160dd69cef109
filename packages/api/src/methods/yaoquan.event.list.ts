import { count, listOf, number, objects, requiredCount } from '../language/fields.ts'
import { category, defineMethod, reads } from '../language/method.ts'
import { eventFields, eventsRemovedBefore } from './coupon-event.ts'
import { resultOf } from './write-fields.ts'

const seq = (wire: string, zh: string, en: string) => number(wire, 1000, zh, en, requiredCount)

export const listEvents = defineMethod({
  name: 'yaoquan.event.list',
  title: { zh: '拉取事件', en: 'List events' },
  description: {
    zh: '按序号拉取连锁的全部事件，不丢不重；记住 last_seq 作为下次的 after_seq',
    en: 'Lists all events of the seller in order, without gaps or repeats; keep last_seq and send it as after_seq next time',
  },
  ...reads(category.events),
  request: {
    afterSeq: number('after_seq', 0, '从该序号之后开始，缺省0', 'Return events after this number; default 0', count),
    limit: number('limit', 100, '数量，缺省100，最多1000', 'Number of events; default 100, maximum 1000', {
      min: 1,
      max: 1000,
    }),
  },
  ...resultOf('ListEventsResult', {
    events: listOf(
      'events',
      objects('coupon_event', 'CouponEvent', eventFields),
      '事件，按序号排列',
      'Events in order of their number',
    ),
    lastSeq: seq(
      'last_seq',
      '本页最后一个事件的序号；空页为请求的 after_seq',
      'Number of the last event on this page; of an empty page after_seq of the request',
    ),
    newestSeq: seq('newest_seq', '连锁当前最新事件的序号', "Number of the seller's newest event"),
    removedThroughSeq: number(
      'removed_through_seq',
      1000,
      'after_seq 之后的事件中，直到此序号的已清理；没有清理过则无此字段',
      'Of the events after after_seq, those up to this number were removed; absent where none was',
      count,
    ),
    eventsRemovedBefore,
  }),
  errorCodes: [],
})
