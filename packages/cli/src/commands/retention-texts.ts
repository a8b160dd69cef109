import { retentionDayLimits } from '@yaoquan/api'
import type { Administration } from '#server'
import { instantText, say } from '#terminal/output'

type RetentionPreview = Awaited<ReturnType<Administration['previewRetention']>>
type RemovalPreview = NonNullable<RetentionPreview[RetentionKind]>

/** What a pass would remove, by kind, as members of JSON. Bytes are those of the values, without indexes; null is not known. */
export function previewMembers(removed: RetentionPreview): object {
  const removes = retentionKinds.flatMap(([kind]) => {
    const { [kind]: preview } = removed
    return preview === undefined ? [] : [[kind, wireOf(preview)]]
  })
  return {
    ...(removed.member && { inactive_members: removed.member.count }),
    removes: Object.fromEntries(removes),
  }
}

function wireOf({ count, kept, bytes, oldestMs }: RemovalPreview): object {
  return { count, kept: kept ?? null, bytes: bytes ?? null, oldest: instantText(oldestMs) ?? null }
}

/** What people read before they set periods: what a pass would remove of each kind that has one. */
export function previewLines(
  days: Readonly<Partial<Record<RetentionKind, number | undefined>>>,
  removed: RetentionPreview,
): readonly string[] {
  const lines = retentionKinds.flatMap(([kind, { name }]) => {
    if (!(kind in days)) return []
    const { [kind]: preview } = removed
    return [`${name}: ${preview === undefined ? say('不会删除', 'nothing would be removed') : previewText(preview)}`]
  })
  return [...lines, say('未作任何改变', 'Nothing was changed')]
}

function previewText({ count, kept, bytes, oldestMs }: RemovalPreview): string {
  const oldest = instantText(oldestMs)?.slice(0, 10)
  return [
    say(`现在会删除 ${count} 个`, `${count} would be removed now`),
    ...(bytes === undefined || count === 0 ? [] : [say(`共 ${megabytes(bytes)}`, `${megabytes(bytes)} in all`)]),
    ...(oldest === undefined ? [] : [say(`最早的在 ${oldest}`, `the oldest of ${oldest}`)]),
    ...(kept === undefined ? [] : [say(`保留 ${kept} 个`, `${kept} would stay`)]),
  ].join(say('，', ', '))
}

/** Bytes of values, without indexes. */
function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 2 : 0)} MB`
}

export type RetentionKind = keyof typeof retentionDayLimits

/** What operators read about one period. */
export type RetentionText = Readonly<{
  flag: string
  name: string
  help: Readonly<{ zh: string; en: string }>
  /** What setting it brings, from when on. */
  effect: (days: number) => Readonly<{ zh: string; en: string }>
  meaning: string
}>

const retentionTexts: Readonly<Record<RetentionKind, RetentionText>> = {
  request: {
    flag: '--requests',
    name: say('请求号', 'request numbers'),
    help: { zh: '请求号保留的天数', en: 'days to keep request numbers' },
    effect: (days) => ({
      zh: `${days} 天前的写操作再次提交时会重新执行`,
      en: `a write repeated after ${days} days is done again`,
    }),
    meaning: say(
      `请求号 (--requests): 过期后，同号再次提交会重新执行：再次发放、再次领取；已核销的券仍会被拒绝。最少 ${retentionDayLimits.request.min} 天，须长于调用方重试、收银机停用、上传续传的时间。分多次完成的写操作自最后一次起算。已清理的请求号不能恢复。`,
      `Request numbers (--requests): after this period the same number is executed again: it issues or claims again, while a redeemed coupon is still refused. At least ${retentionDayLimits.request.min} days, and longer than callers retry, tills stay off or uploads are continued. A write done in parts counts from its last part. What was removed cannot be restored.`,
    ),
  },
  member: {
    flag: '--inactive-members-days',
    name: say('不活跃会员', 'inactive members'),
    help: { zh: '会员多少天没有活动后被删除', en: 'days without activity after which a member is erased' },
    effect: (days) => ({
      zh: `${days} 天没有活动的会员将被彻底删除，不能恢复`,
      en: `members without activity for ${days} days are erased for good`,
    }),
    meaning: say(
      `不活跃会员 (--inactive-members-days): 在这些天内没有订单、券的活动与写操作，也没有可用的券的会员，会像 yaoquan.member.erase 一样被删除；删除不能撤销，优惠券与数量保留。查询不算活动。最少 ${retentionDayLimits.member.min} 天，须长于一年只来一季的顾客。`,
      `Inactive members (--inactive-members-days): members without orders, steps of coupons, writes or usable coupons in this period are erased for good, as by yaoquan.member.erase; coupons and counts stay. Queries are no activity. At least ${retentionDayLimits.member.min} days: longer than customers stay away who come in one season.`,
    ),
  },
  event: {
    flag: '--event-days',
    name: say('事件', 'events'),
    help: { zh: '事件保留的天数', en: 'days to keep events' },
    effect: (days) => ({
      zh: `${days} 天前的、各webhook都已确认的事件将被清理，不能恢复`,
      en: `events older than ${days} days that every webhook has acknowledged are removed for good`,
    }),
    meaning: say(
      `事件 (--event-days): 从最早的开始清理，到第一个较新的、或某个webhook尚未确认的事件为止。优惠券、核销、数量不变，审计仍能发现对它们的改动；已清理的事件不能再列出、核对、推送。最少 ${retentionDayLimits.event.min} 天，须长于订单争议与收银机补报的时间。`,
      `Events (--event-days): removed from the oldest on, up to the first that is newer or that a webhook has not acknowledged. Coupons, redemptions and counts stay, and an audit still finds what was altered in them; removed events can no longer be listed, verified or sent. At least ${retentionDayLimits.event.min} days, and longer than orders are disputed and tills upload late.`,
    ),
  },
}

/** Every kind with its texts, in the order in which a pass removes them. */
export const retentionKinds = Object.entries(retentionTexts) as readonly (readonly [RetentionKind, RetentionText])[]
