import type { Text } from './text.ts'

/**
 * The columns of a file of members by property, with their names in files and short labels. `guess`: titles of other columns in files that
 * probably mean this one.
 */
export const memberColumns = {
  phone: { wire: 'phone', zh: '手机号', en: 'Phone', guess: /手机|电话|phone|mobile/i },
  cardNo: { wire: 'card_no', zh: '会员卡号', en: 'Card', guess: /卡号|会员卡|card/i },
  name: { wire: 'name', zh: '姓名', en: 'Name', guess: /姓名|名字|name/i },
  level: { wire: 'level', zh: '等级', en: 'Level', guess: /等级|级别|level|grade/i },
  tags: { wire: 'tags', zh: '标签', en: 'Tags', guess: /标签|tag/i },
  birthday: { wire: 'birthday', zh: '生日', en: 'Birthday', guess: /生日|出生|birth/i },
  consent: {
    wire: 'consent',
    zh: '营销同意',
    en: 'Marketing consent',
    guess: /^(?!.*(?:来源|source)).*(?:同意|consent)/i,
  },
  consentSource: { wire: 'consent_source', zh: '同意来源', en: 'Consent source', guess: /来源|source/i },
} as const satisfies Readonly<Record<string, Text & Readonly<{ wire: string; guess: RegExp }>>>
