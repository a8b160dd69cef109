import type { eventFields } from '@yaoquan/api'
import { defineTexts, type Texts } from '../language/texts.ts'

export type EventKind = (typeof eventFields.kind.oneOf)[number]

/** Every kind of event in words, for timelines and the audit trail. A kind without words does not compile. */
export const eventKindTexts: Texts<Record<EventKind, string>> = defineTexts({
  issued: { zh: '发放', en: 'Issued' },
  held: { zh: '占用', en: 'Held' },
  released: { zh: '释放', en: 'Released' },
  redeemed: { zh: '核销', en: 'Redeemed' },
  returned: { zh: '退回', en: 'Returned' },
  voided: { zh: '作废', en: 'Voided' },
  extended: { zh: '延期', en: 'Extended' },
  expired: { zh: '过期', en: 'Expired' },
  repriced: { zh: '抵扣金额变更', en: 'Amount off changed' },
  redemption_judged: { zh: '离线核销裁定', en: 'Offline redemption judged' },
  goods_returned: { zh: '退货', en: 'Goods returned' },
  order_synced: { zh: '同步订单', en: 'Order synced' },
  operator: { zh: '操作员', en: 'Operator' },
  app: { zh: '应用', en: 'App' },
  webhook: { zh: 'webhook', en: 'Webhook' },
  unmasked: { zh: '查看完整手机号', en: 'Phones unmasked' },
  job: { zh: '任务', en: 'Job' },
  exported: { zh: '导出', en: 'Export' },
  alarm: { zh: '告警', en: 'Alarm' },
  policy: { zh: '规则', en: 'Rules' },
  retention: { zh: '保留期限', en: 'Retention' },
  shop_group: { zh: '门店组', en: 'Shop group' },
  shop: { zh: '门店', en: 'Shops' },
  category: { zh: '品类', en: 'Categories' },
  template_saved: { zh: '保存模板', en: 'Template saved' },
  template_closed: { zh: '停止领取', en: 'Claiming stopped' },
  template_reopened: { zh: '恢复领取', en: 'Claiming reopened' },
  codes_reserved: { zh: '预留券码', en: 'Codes reserved' },
  member_changed: { zh: '修改会员', en: 'Member changed' },
  member_erased: { zh: '删除会员', en: 'Member erased' },
  member_merged: { zh: '合并会员', en: 'Members merged' },
  member_unmerged: { zh: '撤销合并', en: 'Merge undone' },
})
