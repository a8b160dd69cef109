import { defineTexts, type Language, textsIn } from '../language/texts.ts'
import { channelName } from '../names/channel-text.ts'
import { codesText, type NameOf } from '../names/code-text.ts'
import type { Terms } from './coupon-types.ts'

/** Where, when, by whom and on what a coupon may be used, as template, terms and coupon have it. */
export type Scope = Partial<Omit<Terms, 'couponId'>>

const texts = defineTexts({
  shops: { zh: '可用门店', en: 'Shops' },
  everyShop: { zh: '全部门店', en: 'All shops' },
  goods: { zh: '适用商品', en: 'Goods' },
  everything: { zh: '全部商品', en: 'Everything' },
  category: { zh: (list: string) => `品类 ${list}`, en: (list) => `categories ${list}` },
  goodsIds: { zh: (list: string) => `商品 ${list}`, en: (list) => `goods ${list}` },
  excluded: { zh: '不适用', en: 'Excluded' },
  more: { zh: (list: string, count: number) => `${list} 等 ${count} 个`, en: (list, count) => `${list} … (${count})` },
  tags: { zh: (list: string) => `标签 ${list}`, en: (list) => `tags ${list}` },
  channels: { zh: '可用渠道', en: 'Channels' },
  times: { zh: '可用时间', en: 'Times' },
  memberDay: { zh: '仅会员日', en: 'member days only' },
  members: { zh: '可用会员', en: 'Members' },
  levels: { zh: (list: string) => `等级 ${list}`, en: (list) => `levels ${list}` },
  combination: { zh: '叠加', en: 'Combination' },
  alone: { zh: '不与其他券同用', en: 'not with other coupons' },
  group: { zh: (group: string) => `同组（${group}）每单一张`, en: (group) => `one of group ${group} on an order` },
  perOrder: { zh: (count: number) => `每单最多 ${count} 张`, en: (count) => `${count} on an order at most` },
  returns: { zh: '退货', en: 'Return' },
  noReturn: { zh: '退货不退券', en: 'the coupon does not come back' },
})

const dayNames = {
  zh: ['', '周一', '周二', '周三', '周四', '周五', '周六', '周日'],
  en: ['', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
} as const

/** Names of the codes in terms. `most`: how many of a list are named, where others need only be counted. */
export type TermNames = Readonly<{ shop: NameOf; category: NameOf; most?: number }>

const codesAlone: TermNames = { shop: () => undefined, category: () => undefined }

/** The terms as names and values; only what limits, but for shops and goods, which operators always ask for. */
export function termsLines(
  scope: Scope,
  language: Language,
  names = codesAlone,
): readonly (readonly [string, string])[] {
  const t = textsIn(texts, language)
  const list = (text: string | undefined): string => (text ?? '').replaceAll(',', language === 'zh' ? '、' : ', ')
  const named = (text: string, nameOf: NameOf): string => {
    const codes = text.split(',')
    const { most = codes.length } = names
    const shown = list(codesText(codes.slice(0, most).join(','), nameOf))
    return codes.length > most ? t.more(shown, codes.length) : shown
  }
  const joined = (...parts: readonly (string | false | undefined)[]): string =>
    parts.filter((part) => part !== undefined && part !== false && part !== '').join(language === 'zh' ? '；' : '; ')
  const { shop, category, goods, channels, memberLevels, memberTags, stackGroup, perOrder } = scope
  const excluded = joined(
    scope.excludeCategory && t.category(named(scope.excludeCategory, names.category)),
    scope.excludeGoods && t.goodsIds(list(scope.excludeGoods)),
    scope.excludeTags && t.tags(list(scope.excludeTags)),
  )
  const rows: readonly (readonly [string, string])[] = [
    [t.shops, shop === undefined ? t.everyShop : named(shop, names.shop)],
    [
      t.goods,
      joined(category && t.category(named(category, names.category)), goods && t.goodsIds(list(goods))) || t.everything,
    ],
    [t.excluded, excluded],
    [
      t.channels,
      list(
        channels
          ?.split(',')
          .map((channel) => channelName(channel, language))
          .join(','),
      ),
    ],
    [t.times, joined(weekdayText(scope.weekdays, language), list(scope.hours), scope.memberDayOnly && t.memberDay)],
    [t.members, joined(memberLevels && t.levels(list(memberLevels)), memberTags && t.tags(list(memberTags)))],
    [
      t.combination,
      joined(
        scope.stackable === false && t.alone,
        stackGroup && t.group(stackGroup),
        perOrder !== undefined && perOrder > 1 && t.perOrder(perOrder),
      ),
    ],
    [t.returns, scope.returnPolicy === 'none' ? t.noReturn : ''],
  ]
  return rows.filter(([, value]) => value !== '')
}

/** The goods that a coupon is for, as the line of its terms says it. */
export function goodsText(scope: Scope, language: Language, names = codesAlone): string {
  const { category, goods } = scope
  const title = textsIn(texts, language).goods
  return termsLines({ category, goods }, language, names).find(([name]) => name === title)?.[1] ?? ''
}

/** `3,6` is 周三、周六. */
export function weekdayText(weekdays: string | undefined, language: Language): string {
  const names = (weekdays ?? '').split(',').flatMap((day) => dayNames[language][Number(day)] ?? [])
  return names.filter((name) => name !== '').join(language === 'zh' ? '、' : ', ')
}
