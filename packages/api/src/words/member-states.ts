import type { Text } from './text.ts'

/** States of a member. */
export const memberStates = {
  active: { zh: '有效', en: 'Active' },
  merged: { zh: '已合并', en: 'Merged' },
  erased: { zh: '已删除', en: 'Erased' },
} as const satisfies Readonly<Record<string, Text>>

export type MemberState = keyof typeof memberStates

/** Every state, in the order of the list. */
export const memberStateNames = Object.keys(memberStates) as readonly MemberState[]

/** States of a phone or card of a member. */
export const identifierStates = {
  active: { zh: '在用', en: 'In use' },
  lost: { zh: '挂失', en: 'Lost' },
  replaced: { zh: '已更换', en: 'Replaced' },
} as const satisfies Readonly<Record<string, Text>>

export type IdentifierState = keyof typeof identifierStates

/** Every state, in the order of the list. */
export const identifierStateNames = Object.keys(identifierStates) as readonly IdentifierState[]
