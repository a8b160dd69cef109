import { attributeOfColumn, issuedCouponFields, memberColumns, type Text } from '@yaoquan/api'

/** What is imported: a kind of jobs. */
export type ImportKind = 'import-members' | 'import-coupons'

/** A field that a column of a file may hold. */
export type ImportField = Text & Readonly<{ wire: string }>

const couponTexts: Readonly<Record<keyof typeof issuedCouponFields, Text>> = {
  couponCode: { zh: '券码', en: 'Code' },
  couponId: { zh: '模板号', en: 'Template id' },
  couponName: { zh: '名称', en: 'Name' },
  channel: { zh: '渠道', en: 'Channel' },
  phone: { zh: '手机号', en: 'Phone' },
  cardNo: { zh: '会员卡号', en: 'Card' },
  couponAmount: { zh: '金额（元）', en: 'Amount (CNY)' },
  orderAmount: { zh: '满多少可用（元）', en: 'Least order amount (CNY)' },
  startDate: { zh: '生效日期', en: 'First valid day' },
  endDate: { zh: '失效日期', en: 'Last valid day' },
  billDate: { zh: '发放日期', en: 'Issued' },
  description: { zh: '描述', en: 'Description' },
  shop: { zh: '可用门店', en: 'Valid in shops' },
  category: { zh: '适用品类', en: 'Categories' },
  attribute: { zh: '额外属性', en: 'Extra attributes' },
  status: { zh: '状态（0/1/3）', en: 'Status (0/1/3)' },
}

/** The fields of each kind, in the order in which they are offered. The names are those of exported files. */
export const importFields: Readonly<Record<ImportKind, readonly ImportField[]>> = {
  'import-members': Object.values(memberColumns),
  'import-coupons': (Object.keys(couponTexts) as (keyof typeof couponTexts)[]).map((property) => ({
    ...couponTexts[property],
    wire: issuedCouponFields[property].wire,
  })),
}

/** For each column of a file, in order: the wire name of its field, `attribute.NAME`, or undefined where it is left out. */
export type Mapping = readonly (string | undefined)[]

/** A field of a member under the title of the column. */
export function attributeField(title: string): string {
  return `attribute.${attributeOfColumn(title) ?? title.trim()}`
}

/** The field that a title most likely means: by its names, then by words in it. Each field is guessed once. */
export function guessMapping(titles: readonly string[], kind: ImportKind): Mapping {
  const taken = new Set<string>()
  const take = (wire: string | undefined) => {
    if (wire === undefined || taken.has(wire)) return undefined
    taken.add(wire)
    return wire
  }
  const exact = titles.map((title) => take(fieldNamed(title, kind)))
  return titles.map((title, place) => exact[place] ?? take(fieldWithWord(title, kind)))
}

function fieldNamed(title: string, kind: ImportKind): string | undefined {
  const name = title.trim().toLowerCase()
  if (kind === 'import-members' && attributeOfColumn(title) !== undefined) return attributeField(title)
  return importFields[kind].find(({ wire, zh, en }) => [wire, zh, en].some((one) => one.toLowerCase() === name))?.wire
}

const words: Readonly<Record<ImportKind, readonly (readonly [pattern: RegExp, wire: string])[]>> = {
  'import-members': [
    [/手机|电话|phone|mobile/i, 'phone'],
    [/卡号|会员卡|card/i, 'card_no'],
    [/姓名|名字|name/i, 'name'],
    [/等级|级别|level|grade/i, 'level'],
    [/标签|tag/i, 'tags'],
    [/生日|出生|birth/i, 'birthday'],
    [/来源|source/i, 'consent_source'],
    [/同意|consent/i, 'consent'],
  ],
  'import-coupons': [
    [/券码|券号|优惠券code|coupon.?code/i, 'coupon_code'],
    [/模板|coupon.?id|template/i, 'coupon_id'],
    [/渠道|channel/i, 'channel'],
    [/手机|电话|phone|mobile/i, 'phone'],
    [/卡号|会员卡|card/i, 'card_no'],
    [/满|门槛|order.?amount|minimum/i, 'order_amount'],
    [/金额|面额|amount/i, 'coupon_amount'],
    [/生效|开始|start/i, 'start_date'],
    [/失效|到期|截止|结束|end.?date|expir/i, 'end_date'],
    [/发放|bill/i, 'bill_date'],
    [/门店|shop|store/i, 'shop'],
    [/品类|categor/i, 'category'],
    [/描述|说明|descri/i, 'describe'],
    [/状态|status/i, 'status'],
    [/名称|券名|name/i, 'coupon_name'],
  ],
}

function fieldWithWord(title: string, kind: ImportKind): string | undefined {
  return words[kind].find(([pattern]) => pattern.test(title))?.[1]
}

/** Why a mapping cannot be used: a field twice, or no column that says whom or what a row is. */
export function faultOfMapping(mapping: Mapping, kind: ImportKind): 'twice' | 'nobody' | undefined {
  const used = mapping.filter((field) => field !== undefined)
  if (new Set(used).size < used.length) return 'twice'
  const needed = kind === 'import-members' ? ['phone', 'card_no'] : ['coupon_code']
  return needed.some((field) => used.includes(field)) ? undefined : 'nobody'
}
