import type { Text } from './text.ts'

/** What became of a coupon that was to be voided. */
export const voidOutcomes = {
  voided: { zh: '已作废', en: 'voided' },
  already_void: { zh: '此前已作废', en: 'void before' },
  used: { zh: '已使用，不能作废', en: 'used, cannot be voided' },
  held: { zh: '被订单占用，未作废', en: 'held by an order, not voided' },
  not_found: { zh: '不存在', en: 'not found' },
} as const satisfies Readonly<Record<string, Text>>

/** Every outcome, in the order of the list. */
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

/** Every outcome, in the order of the list. */
export const extendOutcomeNames = Object.keys(extendOutcomes) as readonly (keyof typeof extendOutcomes)[]
