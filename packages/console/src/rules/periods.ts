import type { getRetention, previewRetention, RequestOf } from '@yaoquan/api'
import { defineTexts } from '../language/texts.ts'
import type { ResultOf } from '../server/call-method.ts'

/** How long data is kept, as the server gives it. */
export type Retention = ResultOf<typeof getRetention>

/** What such periods would remove. */
export type Removals = ResultOf<typeof previewRetention>

/** Each kind of data with its member of the periods, of a preview, and its limits in the API. */
export const keptKinds = [
  { days: 'requestDays', removed: 'requests', limits: 'request' },
  { days: 'memberDays', removed: 'members', limits: 'member' },
  { days: 'eventDays', removed: 'events', limits: 'event' },
] as const

type KeptKind = (typeof keptKinds)[number]

export type PeriodName = KeptKind['days']

export const periodTexts = defineTexts({
  requestDays: { zh: '请求号', en: 'Request numbers' },
  memberDays: { zh: '不活跃会员', en: 'Inactive members' },
  eventDays: { zh: '事件', en: 'Events' },
})

export const periodReasons = defineTexts({
  requestDays: {
    zh: '过期后同号再次提交会重新执行：再次发放、再次领取。须长于调用方重试、收银机停用与补传的时间。',
    en: 'After it, the same number is executed again: it issues or claims again. Longer than callers retry, tills stay off or upload late.',
  },
  memberDays: {
    zh: '这些天内没有订单、券的活动，也没有可用的券的会员会被永久删除；优惠券与数量保留。',
    en: 'Members without orders, activity of coupons or usable coupons in this time are erased for good; coupons and counts stay.',
  },
  eventDays: {
    zh: '更早的、各 webhook 都已确认的事件会被清理；优惠券、核销与数量不变，但不能再列出、核对、推送。',
    en: 'Older events that every webhook acknowledged are removed. Coupons, redemptions and counts stay; the events can no longer be listed, verified or sent.',
  },
})

/** Periods as the form has them: null is for ever. */
export type PeriodValues = Readonly<Record<PeriodName, number | null>>

export function periodsOf(retention: Retention): PeriodValues {
  const { requestDays = null, memberDays = null, eventDays = null } = retention
  return { requestDays, memberDays, eventDays }
}

/** A period that the form changes. `to` null: for ever. */
export type ChangedPeriod = Readonly<{ kind: KeptKind; from: number | null; to: number | null; isShorter: boolean }>

/** What the form changes: what is longer takes effect immediately, what is shorter waits. */
export function changedPeriods(opened: PeriodValues, values: PeriodValues): readonly ChangedPeriod[] {
  return keptKinds.flatMap((kind) => {
    const [from, to] = [opened[kind.days], values[kind.days] ?? null]
    if (from === to) return []
    return [{ kind, from, to, isShorter: to !== null && (from === null || to < from) }]
  })
}

/** What would be removed has to be counted for shorter periods only. @returns undefined where none is shorter */
export function previewOf(changes: readonly ChangedPeriod[]): RequestOf<typeof previewRetention> | undefined {
  const shorter = changes.filter(({ isShorter }) => isShorter)
  if (shorter.length === 0) return undefined
  return Object.fromEntries(shorter.map(({ kind, to }) => [kind.days, to]))
}

/** The request that sets them. */
export function requestOf(changes: readonly ChangedPeriod[]): Readonly<Partial<Record<PeriodName, number>>> {
  return Object.fromEntries(changes.map(({ kind, to }) => [kind.days, to ?? 0]))
}
