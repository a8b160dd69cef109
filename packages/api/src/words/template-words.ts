import type { Text } from './text.ts'

/** What a template gives. */
export const templateKinds = {
  full_reduction: { zh: '满减', en: 'Amount off' },
  step: { zh: '每满减', en: 'Off per step' },
  discount: { zh: '折扣', en: 'Percent off' },
  cash: { zh: '现金', en: 'Cash' },
  gift: { zh: '赠品', en: 'Gift' },
} as const satisfies Readonly<Record<string, Text>>

export const templateKindNames = Object.keys(templateKinds) as readonly (keyof typeof templateKinds)[]

/** Terms of a template that are comma lists on the wire. */
export const templateListNames = [
  'shop',
  'category',
  'goods',
  'excludeCategory',
  'excludeGoods',
  'excludeTags',
  'channels',
  'weekdays',
  'hours',
  'memberLevels',
  'memberTags',
] as const

export type TemplateListName = (typeof templateListNames)[number]

/** Stages of the latest version of a template. */
export const templateStages = {
  draft: { zh: '草稿', en: 'Draft' },
  pending: { zh: '待审批', en: 'Waits for approval' },
  waiting: { zh: '未开始', en: 'Not started' },
  open: { zh: '领取中', en: 'Open' },
  stopped: { zh: '已停领', en: 'Stopped' },
  ended: { zh: '已结束', en: 'Ended' },
} as const satisfies Readonly<Record<string, Text>>

export const templateStageNames = Object.keys(templateStages) as readonly (keyof typeof templateStages)[]
