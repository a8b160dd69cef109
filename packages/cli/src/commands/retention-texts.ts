import { retentionDayLimits } from '@yaoquan/api'
import { say } from '#terminal/language'

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

export const retentionTexts: Readonly<Record<RetentionKind, RetentionText>> = {
  request: {
    flag: '--requests',
    name: say('请求号', 'request numbers'),
    help: { zh: '请求号保留的天数', en: 'days to keep request numbers' },
    effect: (days) => ({
      zh: `${days} 天前的写操作再次提交时会重新执行`,
      en: `a write repeated after ${days} days is done again`,
    }),
    meaning: say(
      `请求号 (--requests): out_request_no 使每个写操作只生效一次：同号再次提交时返回第一次的结果。服务端为此保存每个请求号的结果。过期的请求号被清理后，同号再次提交会作为新的操作重新执行：会再次发放、再次领取；已核销的券则因已核销而被拒绝。因此最少保留 ${retentionDayLimits.request.min} 天，长于调用方重试、收银机停用、上传续传的时间。分多次完成的写操作自最后一次起算。优惠券、事件、审计不受影响；清理的数量记入事件 retention。已清理的请求号不能恢复。缺省为永久保留。`,
      `Request numbers make every write take effect once: the same number again gets the first response, which the server keeps for this. Once a number is removed, the same number is done again as a new write: it issues or claims again; a redeemed coupon is refused as used. Therefore the least is ${retentionDayLimits.request.min} days, longer than callers retry, tills stay off or uploads are continued. A write done in parts counts from its last part. Coupons, events and audits stay as they are; an event "retention" says how many rows were removed. What was removed cannot be restored. By default everything is kept.`,
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
      `不活跃会员 (--inactive-members-days): 在这些天内没有订单，没有发放、领取、占用、核销、退回过券，没有可用的券，也没有写操作涉及过的会员（新建、保存资料与营销同意、换手机号、换卡、合并、导出），会像 yaoquan.member.erase 一样被删除：密钥销毁，手机号、卡号、资料不能恢复；优惠券、数量、审计保持不变。未使用的券算到它最后可用的一天。查询不算活动。每个会员留下事件 member_erased，操作者为 retention:inactive-members。最少 ${retentionDayLimits.member.min} 天：删除不能撤销，须长于合并可撤销的30天，也长于一年只来一季的顾客。先用 --dry-run 查看会删除多少。缺省为永久保留。`,
      `Inactive members: whoever had no order and no coupon issued, claimed, held, redeemed or returned within these days, has no usable coupon, and was named by no write (created, profile or consent saved, phone changed, card replaced, merged, exported) is erased as by yaoquan.member.erase: the key is destroyed, and phones, cards and profile cannot be restored; coupons, counts and audits stay as they are. An unused coupon counts until its last usable day. Queries are no activity. Each one leaves an event "member_erased" by retention:inactive-members. The least is ${retentionDayLimits.member.min} days: an erasure cannot be undone, so longer than the 30 days in which a merge can be, and than customers stay away who come in one season. See with --dry-run how many would go. By default all are kept.`,
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
      `事件 (--event-days): 早于这些天的事件从最早的开始清理，直到第一个较新的、或某个webhook尚未确认的事件；最新的一个总是保留。优惠券、核销、数量不变，审计仍能发现对它们的改动：清理时记下已清理事件的结果。但已清理的事件本身不能再核对，也不能再列出：event.list、券的时间线、会员导出会注明早于何时的事件已清理；webhook 不能从更早的序号重新推送；更早的检查点不能再比较。收银机补报的核销时间，对退回过的券，不能早于保留的事件。最少 ${retentionDayLimits.event.min} 天：长于webhook重试的30天与订单争议的时间。缺省为永久保留。`,
      `Events that are older are removed from the oldest on, up to the first that is newer or that a webhook has not acknowledged; the newest one always stays. Coupons, redemptions and counts stay as they are, and an audit still finds what was altered in them: the removal keeps what the removed events came to. The removed events themselves can neither be verified nor listed any more: event.list, the timeline of a coupon and the export of a member say before when they were removed, webhooks cannot be replayed from before, and older checkpoints cannot be compared. A till that reports the use of a coupon that was returned before cannot date it earlier than the events that are kept. The least is ${retentionDayLimits.event.min} days: longer than the 30 days for which webhooks retry, and than orders are disputed. By default all are kept.`,
    ),
  },
}
