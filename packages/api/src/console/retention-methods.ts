import type { NumberField } from '../language/field.ts'
import { boolean, number, object, text } from '../language/fields.ts'
import { category, defineMethod, reads, writes } from '../language/method.ts'
import { retentionDayLimits } from '../limits/retention-days.ts'
import { businessErrors } from '../methods/business-errors.ts'
import { refusalFacts } from '../methods/refusal-facts.ts'
import { alreadyDone, outRequestNo, resultOf } from '../methods/write-fields.ts'
import { consoleErrors } from './console-errors.ts'

const { field, rule } = refusalFacts
const moment = '2026-11-24 22:29:00'

/** @param suffix what an absent value means, or 0; @param least the least value; undefined: that of the kind */
function daysOf(absent: Readonly<{ zh: string; en: string }>, least?: number) {
  const limits = ({ min, max }: Pick<NumberField, 'min' | 'max'>) => ({ min: least ?? min, max })
  return {
    requestDays: number(
      'request_days',
      400,
      `请求号保留的天数${absent.zh}`,
      `Days to keep request numbers${absent.en}`,
      limits(retentionDayLimits.request),
    ),
    memberDays: number(
      'member_days',
      1000,
      `会员多少天没有活动后被删除${absent.zh}`,
      `Days without activity after which a member is erased${absent.en}`,
      limits(retentionDayLimits.member),
    ),
    eventDays: number(
      'event_days',
      365,
      `事件保留的天数${absent.zh}`,
      `Days to keep events${absent.en}`,
      limits(retentionDayLimits.event),
    ),
  } as const
}

export const getRetention = defineMethod({
  name: 'yaoquan.console.retention.get',
  title: { zh: '查看保留期限', en: 'Get the retention' },
  description: {
    zh: '本连锁的数据保留多久，以及等待生效的更短期限',
    en: 'How long data of the seller is kept, and shorter periods that wait to take effect',
  },
  ...reads(category.console),
  request: {},
  ...resultOf('GetRetentionResult', {
    ...daysOf({ zh: '；没有此项为永久保留', en: '; absent: for ever' }),
    setAt: text('set_at', moment, '最近一次生效的设置', 'When the periods were last set (GMT+8)'),
    nextPassAt: text(
      'next_pass_at',
      moment,
      '下次清理；没有此项为立即或不清理',
      'Next removal (GMT+8); absent: now or none',
    ),
    waiting: object(
      'waiting',
      {
        typeName: 'WaitingRetention',
        fields: {
          ...daysOf({ zh: '；没有此项为不改变', en: '; absent: it does not change' }),
          askedBy: text('asked_by', 'operator:li.na', '设置人', 'Who set them', { required: true }),
          askedAt: text('asked_at', moment, '设置时间', 'When they were set (GMT+8)', { required: true }),
          takesEffectAt: text('takes_effect_at', moment, '生效时间', 'When they take effect (GMT+8)', {
            required: true,
          }),
        },
      },
      '等待生效的更短期限',
      'Shorter periods that wait',
    ),
  }),
  errorCodes: [],
})

const removal = (wire: string, zh: string, en: string) =>
  object(
    wire,
    {
      typeName: 'Removal',
      fields: {
        count: number('count', 1200, '会删除的数量', 'How many would be removed', {
          required: true,
          min: 0,
          max: Number.MAX_SAFE_INTEGER,
        }),
        whole: boolean(
          'whole',
          true,
          '是否已全部数完；否则至少这么多',
          'Whether all were counted; otherwise at least so many',
          {
            required: true,
          },
        ),
        bytes: number('bytes', 640_000, '其内容的字节数', 'Bytes of their values', {
          min: 0,
          max: Number.MAX_SAFE_INTEGER,
        }),
        oldestDay: text('oldest_day', '2025-11-24', '最早的一天', 'Day of the oldest (GMT+8)'),
      },
    },
    zh,
    en,
  )

export const previewRetention = defineMethod({
  name: 'yaoquan.console.retention.preview',
  title: { zh: '试算保留期限', en: 'Preview the retention' },
  description: {
    zh: '这样的期限现在会删除什么；不作任何改变',
    en: 'What such periods would remove now. Nothing is changed',
  },
  ...reads(category.console),
  request: daysOf({ zh: '；不传则不试算', en: '; absent: not asked' }),
  ...resultOf('PreviewRetentionResult', {
    requests: removal('requests', '请求号', 'Request numbers'),
    members: removal('members', '会员', 'Members'),
    events: removal('events', '事件', 'Events'),
  }),
  errorCodes: [],
})

export const setRetention = defineMethod({
  name: 'yaoquan.console.retention.set',
  title: { zh: '设置保留期限', en: 'Set the retention' },
  description: {
    zh: '不传的期限不变，0 为永久保留。更长的立即生效；更短的一天后生效，其间任一负责人可撤销',
    en: 'Periods that are left out stay; 0: for ever. Longer ones take effect immediately, shorter ones a day later, unless an owner cancels them',
  },
  ...writes(category.console),
  request: {
    outRequestNo: outRequestNo('RETENTION-20261124-0001'),
    ...daysOf({ zh: '；0为永久保留，不传则不变', en: '; 0: for ever, absent: as it is' }, 0),
  },
  ...resultOf('SetRetentionResult', {
    alreadyDone,
    field,
    rule,
    takesEffectAt: text(
      'takes_effect_at',
      moment,
      '更短的期限何时生效',
      'When the shorter periods take effect (GMT+8)',
    ),
  }),
  errorCodes: [consoleErrors.invalidSetting, businessErrors.idempotentConflict],
})

export const cancelRetention = defineMethod({
  name: 'yaoquan.console.retention.cancel',
  title: { zh: '撤销更短的保留期限', en: 'Cancel shorter periods' },
  description: { zh: '等待生效的期限不再生效', en: 'The periods that wait do not take effect' },
  ...writes(category.console),
  request: { outRequestNo: outRequestNo('RETENTION-CANCEL-20261124-0001') },
  ...resultOf('CancelRetentionResult', { alreadyDone }),
  errorCodes: [consoleErrors.retentionNotWaiting, businessErrors.idempotentConflict],
})
