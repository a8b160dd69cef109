import type { Text } from './text.ts'

/**
 * The kinds of events with their short labels, in the order of documents. `isAdministration`: people or administrators set something, it is no
 * daily event of a coupon; the audit trail of the console lists these. `isOfCoupon`: its text is the state of a coupon.
 */
export const eventKinds = {
  issued: { zh: '发放', en: 'Issued', isOfCoupon: true },
  held: { zh: '占用', en: 'Held', isOfCoupon: true },
  released: { zh: '释放', en: 'Released', isOfCoupon: true },
  redeemed: { zh: '核销', en: 'Redeemed', isOfCoupon: true },
  returned: { zh: '退回', en: 'Returned', isOfCoupon: true },
  voided: { zh: '作废', en: 'Voided', isOfCoupon: true },
  extended: { zh: '延期', en: 'Extended', isOfCoupon: true },
  expired: { zh: '过期', en: 'Expired', isOfCoupon: true },
  template_saved: { zh: '保存模板', en: 'Template saved', isAdministration: true },
  template_closed: { zh: '停止领取', en: 'Claiming stopped', isAdministration: true },
  template_reopened: { zh: '恢复领取', en: 'Claiming resumed', isAdministration: true },
  /** Codes of a template were made up that members claim later; its text says how many. */
  codes_reserved: { zh: '预留券码', en: 'Codes reserved', isAdministration: true },
  /** Something that operators should look at; its text says what. */
  alarm: { zh: '告警', en: 'Alarm', isAdministration: true },
  /** Coupons left the store as a file with full phones, or a list or the data of a member was exported. */
  exported: { zh: '导出', en: 'Exported', isAdministration: true },
  /** How long data is kept was set, or data was removed after that time; its text has numbers only. */
  retention: { zh: '保留期限', en: 'Retention', isAdministration: true },
  /** The rules of the seller's coupons were changed; its texts have them whole. */
  policy: { zh: '规则变更', en: 'Rules changed', isAdministration: true },
  /** A person asked for what a second person decides on, or one decided; its text says what, who asked, and the verdict. */
  second_person: { zh: '第二人审批', en: 'Second person', isAdministration: true },
  /** A group of shops was set or deleted; its texts have all its shops. */
  shop_group: { zh: '门店组变更', en: 'Shop group changed', isAdministration: true },
  /** A finding of a reconciliation was marked as handled, or as open again; its texts have day, order and note. */
  finding_handled: { zh: '处理差异', en: 'Finding handled', isAdministration: true },
  /** Shops got names, or other ones; its texts have each of them. */
  shop: { zh: '门店变更', en: 'Shops changed', isAdministration: true },
  /** Categories of goods got names, or other ones; its texts have each of them. */
  category: { zh: '品类变更', en: 'Categories changed', isAdministration: true },
  member_changed: { zh: '修改会员', en: 'Member changed' },
  member_merged: { zh: '合并会员', en: 'Members merged', isAdministration: true },
  member_unmerged: { zh: '撤销合并', en: 'Merge undone', isAdministration: true },
  member_erased: { zh: '删除会员', en: 'Member erased', isAdministration: true },
  /** Goods of an order were returned, or one coupon only; its text has lines, coupons and amounts. */
  goods_returned: { zh: '退货', en: 'Goods returned' },
  /** The server made the number of an order for an operator who redeems; its text has it. */
  order_numbered: { zh: '系统编订单号', en: 'Order numbered' },
  order_synced: { zh: '同步订单', en: 'Order synced' },
  /** An operator or a role for the seller was changed; its texts have no secret. */
  operator: { zh: '操作员变更', en: 'Operator changed', isAdministration: true },
  /** The seller was registered; its text has the name. */
  seller: { zh: '登记连锁', en: 'Seller registered', isAdministration: true },
  /** An app of the seller, or a session of one, was changed; its text has no secret. */
  app: { zh: '应用变更', en: 'App changed', isAdministration: true },
  /** A webhook of the seller was changed; its text has no secret. */
  webhook: { zh: 'webhook变更', en: 'Webhook changed', isAdministration: true },
  /** An operator saw the full phones of a member; its text has the member and the reason. */
  unmasked: { zh: '查看完整手机号', en: 'Phones unmasked', isAdministration: true },
  /** A job of an operator was started, paused, resumed, cancelled, or is finished; its text has numbers only. */
  job: { zh: '任务', en: 'Job', isAdministration: true },
  /** Another system answers the calls of an app in a shadow run; its text has app, method, both routes and the reason. */
  shadow_route: { zh: '切换路由', en: 'Route switched', isAdministration: true },
  /** A redemption that a till reported after it was offline was judged, or judged again because an earlier one came later. */
  redemption_judged: { zh: '离线核销裁定', en: 'Offline redemption judged' },
  /** A coupon takes another amount off its order, because a version of the order came. */
  repriced: { zh: '抵扣金额变更', en: 'Amount off changed', isOfCoupon: true },
  /** Another CRM, which a shadow run follows, says something else of a coupon; its reason names the call. */
  learned: { zh: '从现有CRM学习', en: 'Learned from the CRM of today', isOfCoupon: true },
} as const satisfies Readonly<Record<string, Text & Readonly<{ isAdministration?: true; isOfCoupon?: true }>>>

export type EventKind = keyof typeof eventKinds

export const eventKindNames = Object.keys(eventKinds) as readonly EventKind[]

/** Whether the text of an event of a kind is the state of a coupon. */
export function isOfCoupon(kind: EventKind): boolean {
  return 'isOfCoupon' in eventKinds[kind]
}

type AdministrativeKind = {
  [K in EventKind]: (typeof eventKinds)[K] extends Readonly<{ isAdministration: true }> ? K : never
}[EventKind]

/** The kinds of the audit trail: what people and administrators set. */
export const administrativeKinds = eventKindNames.filter(isAdministrative)

function isAdministrative(kind: EventKind): kind is AdministrativeKind {
  return 'isAdministration' in eventKinds[kind]
}
