import type { Text } from './text.ts'

/** What a job does to its targets. */
export const jobKinds = {
  send: { zh: '发券', en: 'Send' },
  void: { zh: '作废', en: 'Void' },
  extend: { zh: '延期', en: 'Extend' },
  'import-members': { zh: '导入会员', en: 'Import of members' },
  'import-coupons': { zh: '导入券', en: 'Import of coupons' },
} as const satisfies Readonly<Record<string, Text>>

/** Every kind, in the order of the list. */
export const jobKindNames = Object.keys(jobKinds) as readonly (keyof typeof jobKinds)[]

export const jobStates = {
  draft: { zh: '草稿', en: 'Draft' },
  running: { zh: '进行中', en: 'Running' },
  paused: { zh: '已暂停', en: 'Paused' },
  done: { zh: '已完成', en: 'Done' },
  cancelled: { zh: '已取消', en: 'Cancelled' },
} as const satisfies Readonly<Record<string, Text>>

/** Every state, in the order of the list. */
export const jobStateNames = Object.keys(jobStates) as readonly (keyof typeof jobStates)[]

export const jobItemStates = {
  pending: { zh: '未处理', en: 'Left' },
  done: { zh: '已完成', en: 'Done' },
  unchanged: { zh: '无需处理', en: 'Nothing to do' },
  refused: { zh: '被拒绝', en: 'Refused' },
} as const satisfies Readonly<Record<string, Text>>

/** Every state, in the order of the list. */
export const jobItemStateNames = Object.keys(jobItemStates) as readonly (keyof typeof jobItemStates)[]
