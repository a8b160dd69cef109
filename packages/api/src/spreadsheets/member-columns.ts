/** The columns of a file of members by property: their names in files, in Chinese and in English. */
export const memberColumns = {
  phone: { wire: 'phone', zh: '手机号', en: 'Phone' },
  cardNo: { wire: 'card_no', zh: '会员卡号', en: 'Card' },
  name: { wire: 'name', zh: '姓名', en: 'Name' },
  level: { wire: 'level', zh: '等级', en: 'Level' },
  tags: { wire: 'tags', zh: '标签', en: 'Tags' },
  birthday: { wire: 'birthday', zh: '生日', en: 'Birthday' },
  consent: { wire: 'consent', zh: '营销同意', en: 'Marketing consent' },
  consentSource: { wire: 'consent_source', zh: '同意来源', en: 'Consent source' },
} as const

/** The name of an attribute in a column such as `attribute.skin_type` or `属性.肤质`; undefined for other columns. */
export function attributeOfColumn(name: string): string | undefined {
  return /^(?:attribute|属性)\.(.+)$/i.exec(name.trim())?.[1]?.trim()
}
