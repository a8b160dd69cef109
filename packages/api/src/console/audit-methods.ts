import { boolean, count, list, listOf, number, object, objects, requiredCount, text } from '../language/fields.ts'
import { category, defineMethod, reads } from '../language/method.ts'
import { eventFields, eventsRemovedBefore } from '../methods/coupon-event.ts'
import { cursor, limit, nextCursor } from '../methods/cursor-fields.ts'
import { resultOf } from '../methods/write-fields.ts'
import { administrativeKinds } from '../words/event-kinds.ts'
import { actorName } from './named-fields.ts'

const lastAudit = object(
  'last_audit',
  {
    typeName: 'LastAudit',
    fields: {
      begunAt: text('begun_at', '2026-11-23 02:10:00', '开始时间', 'When it began (GMT+8)', { required: true }),
      endedAt: text('ended_at', '2026-11-24 03:40:00', '结束时间', 'When it ended (GMT+8)', { required: true }),
    },
  },
  '整库上一次记录在案的完整核对；没有则无此字段，仅第一页有',
  'The last whole audit of the store that was recorded; absent where none was, and after the first page',
)

export const listAudit = defineMethod({
  name: 'yaoquan.console.audit.list',
  title: { zh: '审计记录', en: 'List the audit trail' },
  description: {
    zh: '管理类事件：操作员、应用、webhook、规则、门店组、模板、导出、查看手机号、删除会员等，新的在前。一页可能不足，甚至为空，仍有下一页',
    en: 'Events of administration: operators, apps, webhooks, rules, groups of shops, templates, exports, unmasked phones, erased members; the newest first. A page may be short, even empty, and still have a next one',
  },
  ...reads(category.console),
  request: {
    kind: text('kind', 'operator', '只看一类', 'Only events of this kind', {
      oneOf: administrativeKinds,
    }),
    actor: text('actor', 'operator:li.na', '只看一位操作者', 'Only events of this actor', { maxLength: 128 }),
    fromDay: text('from_day', '2026-11-01', '起始日期', 'First day (GMT+8)', { maxLength: 10 }),
    toDay: text('to_day', '2026-11-24', '截止日期（含）', 'Last day, inclusive (GMT+8)', { maxLength: 10 }),
    cursor,
    limit: limit(200),
  },
  ...resultOf('ListAuditResult', {
    events: listOf(
      'events',
      objects('coupon_event', 'CouponEvent', eventFields),
      '事件，新的在前',
      'Events, the newest first',
    ),
    actors: list('actors', actorName, '事件中操作者的名称', 'The names of their actors'),
    nextCursor,
    eventsRemovedBefore,
    lastAudit,
  }),
  errorCodes: [],
})

const finding = {
  table: text('table', 'coupon', '表', 'Table', { required: true }),
  key: text('key', '111aaa', '行', 'Rows', { required: true }),
  problem: text('problem', 'differs from its events', '不符之处', 'What differs', { required: true }),
} as const

export const verifyAudit = defineMethod({
  name: 'yaoquan.console.audit.verify',
  title: { zh: '核验事件链', en: 'Verify the history' },
  description: {
    zh: '重算本连锁的事件链，并将全部数据与之比对；数据多时需数分钟',
    en: 'Recomputes the chain of events and compares all data with it; takes minutes where there is much',
  },
  ...reads(category.console),
  request: {},
  ...resultOf('VerifyAuditResult', {
    intact: boolean('intact', true, '是否完好', 'Whether everything is as it was written'),
    events: number('events', 1001, '最新事件的序号', 'Number of the newest event', count),
    findings: list('findings', objects('finding', 'Finding', finding), '不符的数据', 'What differs', {
      required: true,
    }),
    moreFindings: number('more_findings', 0, '其余不符的处数', 'Findings beyond those listed', requiredCount),
  }),
  errorCodes: [],
})
