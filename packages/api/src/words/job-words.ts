import type { Text } from './text.ts'

/** What a job does to its targets. */
export const jobKinds = {
  send: { zh: '发券', en: 'Send' },
  void: { zh: '作废', en: 'Void' },
  extend: { zh: '延期', en: 'Extend' },
  'import-members': { zh: '导入会员', en: 'Import of members' },
  'import-coupons': { zh: '导入券', en: 'Import of coupons' },
} as const satisfies Readonly<Record<string, Text>>

export const jobKindNames = Object.keys(jobKinds) as readonly (keyof typeof jobKinds)[]

export const jobStates = {
  draft: { zh: '草稿', en: 'Draft' },
  running: { zh: '进行中', en: 'Running' },
  paused: { zh: '已暂停', en: 'Paused' },
  done: { zh: '已完成', en: 'Done' },
  cancelled: { zh: '已取消', en: 'Cancelled' },
} as const satisfies Readonly<Record<string, Text>>

export const jobStateNames = Object.keys(jobStates) as readonly (keyof typeof jobStates)[]

export const jobItemStates = {
  pending: { zh: '未处理', en: 'Left' },
  done: { zh: '已完成', en: 'Done' },
  unchanged: { zh: '无需处理', en: 'Nothing to do' },
  refused: { zh: '被拒绝', en: 'Refused' },
} as const satisfies Readonly<Record<string, Text>>

export const jobItemStateNames = Object.keys(jobItemStates) as readonly (keyof typeof jobItemStates)[]

/** What became of a coupon that was to be voided. */
export const voidOutcomes = {
  voided: { zh: '已作废', en: 'voided' },
  already_void: { zh: '此前已作废', en: 'void before' },
  used: { zh: '已使用，不能作废', en: 'used, cannot be voided' },
  held: { zh: '被订单占用，未作废', en: 'held by an order, not voided' },
  not_found: { zh: '不存在', en: 'not found' },
} as const satisfies Readonly<Record<string, Text>>

export const voidOutcomeNames = Object.keys(voidOutcomes) as readonly (keyof typeof voidOutcomes)[]

/** What became of a coupon whose last day was to be later. */
export const extendOutcomes = {
  extended: { zh: '已延期', en: 'extended' },
  unchanged: { zh: '失效日期已是该日', en: 'ends on that day already' },
  not_later: { zh: '现有失效日期更晚或长期有效', en: 'ends later already, or never' },
  used: { zh: '已使用', en: 'used' },
  void: { zh: '已作废', en: 'void' },
  not_found: { zh: '不存在', en: 'not found' },
} as const satisfies Readonly<Record<string, Text>>

export const extendOutcomeNames = Object.keys(extendOutcomes) as readonly (keyof typeof extendOutcomes)[]
