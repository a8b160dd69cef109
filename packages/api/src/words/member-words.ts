import { couponColumns } from './coupon-columns.ts'
import type { Text } from './text.ts'

/**
 * The columns of a file of members by property, with their names in files and short labels. `titles`: usual titles in files of people, beside
 * these.
 */
export const memberColumns = {
  phone: { wire: 'phone', zh: '手机号', en: 'Phone', titles: couponColumns.phone.titles },
  cardNo: { wire: 'card_no', zh: '会员卡号', en: 'Card', titles: couponColumns.cardNo.titles },
  name: {
    wire: 'name',
    zh: '姓名',
    en: 'Name',
    titles: ['名字', '会员姓名', '顾客姓名', '客户姓名', 'Member name', 'Full name'],
  },
  level: {
    wire: 'level',
    zh: '等级',
    en: 'Level',
    titles: ['级别', '会员等级', '会员级别', 'Member level'],
  },
  tags: { wire: 'tags', zh: '标签', en: 'Tags', titles: ['会员标签', 'Tag'] },
  birthday: {
    wire: 'birthday',
    zh: '生日',
    en: 'Birthday',
    titles: ['会员生日', '出生日期', '出生年月日', 'Date of birth', 'Birth date'],
  },
  consent: { wire: 'consent', zh: '营销同意', en: 'Marketing consent', titles: ['同意营销', '是否同意营销'] },
  consentSource: { wire: 'consent_source', zh: '同意来源', en: 'Consent source', titles: ['营销同意来源'] },
} as const satisfies Readonly<Record<string, Text & Readonly<{ wire: string; titles: readonly string[] }>>>

export const memberStates = {
  active: { zh: '有效', en: 'Active' },
  merged: { zh: '已合并', en: 'Merged' },
  erased: { zh: '已删除', en: 'Erased' },
} as const satisfies Readonly<Record<string, Text>>

export type MemberState = keyof typeof memberStates

export const memberStateNames = Object.keys(memberStates) as readonly MemberState[]

/** States of a phone or card of a member. */
export const identifierStates = {
  active: { zh: '在用', en: 'In use' },
  lost: { zh: '挂失', en: 'Lost' },
  replaced: { zh: '已更换', en: 'Replaced' },
} as const satisfies Readonly<Record<string, Text>>

export type IdentifierState = keyof typeof identifierStates

export const identifierStateNames = Object.keys(identifierStates) as readonly IdentifierState[]
