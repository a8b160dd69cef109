import type { CouponEvent } from '@yaoquan/client'
import { table } from './table.ts'

/** A table of events that can be printed page by page. */
export function eventTable(): (events: readonly CouponEvent[]) => string {
  const lines = table(['序号', '时间', '事件', '券码', '模板', '操作者', '之后'])
  return (events) =>
    lines(
      events.map((event) => [
        String(event.eventSeq),
        event.at,
        kinds[event.kind],
        event.couponCode ?? '',
        event.couponId ?? '',
        event.actor,
        shortened(event.after ?? ''),
      ]),
    )
}

/** Some events have thousands of shops, which would hide all others; `--json` prints them whole. */
function shortened(text: string): string {
  const letters = [...text]
  return letters.length <= maxLetters ? text : `${letters.slice(0, maxLetters).join('')}…`
}

const maxLetters = 500

const kinds: Readonly<Record<CouponEvent['kind'], string>> = {
  issued: '发放',
  held: '占用',
  released: '释放',
  redeemed: '核销',
  returned: '退回',
  voided: '作废',
  extended: '延期',
  expired: '过期',
  template_saved: '保存模板',
  template_closed: '关闭模板',
  template_reopened: '重新开放模板',
  codes_reserved: '预留券码',
  alarm: '告警',
  exported: '导出',
  retention: '保留期限',
  policy: '连锁规则',
  shop_group: '门店组',
  shop: '门店',
  category: '品类',
  member_changed: '修改会员',
  member_merged: '合并会员',
  member_unmerged: '撤销合并',
  member_erased: '删除会员',
  goods_returned: '退货',
  order_synced: '同步订单',
  operator: '操作员变更',
  app: '应用变更',
  webhook: 'webhook变更',
  unmasked: '查看完整手机号',
  job: '任务',
  redemption_judged: '离线核销裁定',
  repriced: '抵扣金额变更',
}

/** Says that older events are not shown because they were removed. @param through number of the last of them */
export function removedLines(before: string | undefined, through?: number): readonly string[] {
  if (before === undefined) return []
  const [zh, en] = through === undefined ? ['', ''] : [`（序号 ${through} 及之前）`, ` (up to ${through})`]
  return [
    `${before} 之前的事件${zh}已按保留期限清理 (events before that time${en} were removed by the retention period)`,
  ]
}
