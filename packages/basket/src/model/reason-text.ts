import type { Reason, ReasonCode } from './answer.ts'
import type { DrugClass } from './basket.ts'
import type { UsageWindow, Weekday } from './coupon.ts'
import { momentText } from './gmt8.ts'

/** A reason in words, with its numbers: amounts in yuan, days and moments in GMT+8. */
export function reasonText(reason: Reason, language: Language): string {
  return textsOf(reason)[language]
}

type ReasonOf<Code extends ReasonCode> = Extract<Reason, Readonly<{ code: Code }>>

function textsOf<Code extends ReasonCode>(reason: ReasonOf<Code>): Texts {
  const write: (reason: ReasonOf<Code>) => Texts = texts[reason.code]
  return write(reason)
}

const texts: Readonly<{ [Code in ReasonCode]: (reason: ReasonOf<Code>) => Texts }> = {
  NOT_STARTED: ({ startDate }) => ({
    zh: `未到使用时间，${startDate} 起可用`,
    en: `not usable yet: usable from ${startDate}`,
  }),
  EXPIRED: ({ endDate }) => ({ zh: `已于 ${endDate} 过期`, en: `expired: the last usable day was ${endDate}` }),
  USED_BY: ({ orderId, atMs }) => ({
    zh: `已被${orderId === undefined ? '' : `订单 ${orderId} `}${atMs === undefined ? '' : `于 ${momentText(atMs)} `}使用`,
    en: `used${orderId === undefined ? '' : ` by order ${orderId}`}${atMs === undefined ? '' : ` at ${momentText(atMs)}`}`,
  }),
  HELD_BY: ({ orderId, untilMs }) => ({
    zh: `被订单 ${orderId} 占用至 ${momentText(untilMs)}`,
    en: `held by order ${orderId} until ${momentText(untilMs)}`,
  }),
  VOID: ({ reason }) => ({
    zh: `已作废${reason === undefined ? '' : `：${reason}`}`,
    en: `void${reason === undefined ? '' : `: ${reason}`}`,
  }),
  SHOP: ({ shop }) => ({
    zh: `本店 ${shop} 不在可用门店内`,
    en: `shop ${shop} is not one of the shops that accept it`,
  }),
  CHANNEL: ({ channels }) => ({ zh: `仅限 ${channels.join('、')}`, en: `only for channel ${channels.join(', ')}` }),
  WINDOW: ({ windows }) => ({
    zh: `仅 ${windowsText(windows).zh} 可用`,
    en: `usable only ${windowsText(windows).en}`,
  }),
  MEMBER_DAY: () => ({ zh: '仅会员日可用', en: 'usable only on member days' }),
  LEVEL: ({ allowed }) => ({ zh: `仅限 ${allowed.join('、')}`, en: `only for members of ${allowed.join(', ')}` }),
  NO_SCOPE: () => ({ zh: '没有适用商品', en: 'no goods that it applies to' }),
  SHORT: ({ eligibleFen, missingFen }) => ({
    zh: `适用商品 ${yuanText(eligibleFen)} 元，还差 ${yuanText(missingFen)} 元`,
    en: `goods that it applies to cost CNY ${yuanText(eligibleFen)}: CNY ${yuanText(missingFen)} is missing`,
  }),
  EXCLUDED_RX: ({ drugClass, lineCount }) => ({
    zh: `${lineCount} 个${drugClassNames[drugClass].zh}不参与`,
    en: `${lineCount} ${drugClassNames[drugClass].en} excluded`,
  }),
  EXCLUDED_INSURED: ({ insuredFen, missingFen }) => ({
    zh: `医保支付的 ${yuanText(insuredFen)} 元不参与${missingFen === 0 ? '' : `，还差 ${yuanText(missingFen)} 元`}`,
    en: `CNY ${yuanText(insuredFen)} paid by insurance is excluded${missingFen === 0 ? '' : `: CNY ${yuanText(missingFen)} is missing`}`,
  }),
  EXCLUDED_SPECIAL: () => ({
    zh: '特价/近效期商品不参与',
    en: 'goods on special offer or near their expiry date are excluded',
  }),
  NO_EFFECT: () => ({ zh: '已无可抵金额', en: 'nothing is left to reduce' }),
  GROUP: ({ besideName }) => ({
    zh: `与 ${besideName} 同组，每单限 1 张`,
    en: `of the same group as ${besideName}: at most 1 on an order`,
  }),
  ALONE: () => ({ zh: '不能与其他券同用', en: 'not usable beside other coupons' }),
  MAX_PER_ORDER: ({ max }) => ({ zh: `每单最多 ${max} 张`, en: `at most ${max} on an order` }),
  WORSE: ({ lessFen, exact }) => ({
    zh: `可用，但不在最优组合中（${exact ? '' : '最多'}少省 ${yuanText(lessFen)} 元）`,
    en: `usable, but not in the best combination (saves ${exact ? '' : 'up to '}CNY ${yuanText(lessFen)} less)`,
  }),
}

const drugClassNames: Readonly<Record<DrugClass, Texts>> = {
  rx: { zh: '处方药', en: 'prescription drugs' },
  otc_a: { zh: '甲类非处方药', en: 'class A non-prescription drugs' },
  otc_b: { zh: '乙类非处方药', en: 'class B non-prescription drugs' },
}

export type Language = 'zh' | 'en'

/** One sentence in Chinese and in English. */
export type Texts = Readonly<Record<Language, string>>

/** Windows of use in words: `周三 08:00-12:00、周六` and `Wed 08:00-12:00, Sat`. */
function windowsText(windows: readonly UsageWindow[]): Texts {
  return {
    zh: windows.map((window) => windowText(window, 'zh')).join('；'),
    en: windows.map((window) => windowText(window, 'en')).join('; '),
  }
}

const everyDay: Texts = { zh: '每天', en: 'every day' }
const between: Texts = { zh: '、', en: ', ' }

const dayNames: Readonly<Record<Weekday, Texts>> = {
  1: { zh: '周一', en: 'Mon' },
  2: { zh: '周二', en: 'Tue' },
  3: { zh: '周三', en: 'Wed' },
  4: { zh: '周四', en: 'Thu' },
  5: { zh: '周五', en: 'Fri' },
  6: { zh: '周六', en: 'Sat' },
  7: { zh: '周日', en: 'Sun' },
}

function windowText({ days, fromMinute, toMinute }: UsageWindow, language: Language): string {
  const names = days.map((day) => dayNames[day][language]).join(between[language])
  const dayText = days.length === 0 ? everyDay[language] : names
  const isWholeDay = fromMinute === 0 && toMinute === 1_440
  return isWholeDay ? dayText : `${dayText} ${minuteText(fromMinute)}-${minuteText(toMinute)}`
}

function minuteText(minute: number): string {
  const twoDigits = (value: number): string => String(value).padStart(2, '0')
  return `${twoDigits(Math.floor(minute / 60))}:${twoDigits(minute % 60)}`
}

/** Fen as yuan with both decimals, for prices that people pay: `1200` is `12.00`. @param fen a whole number, 0 or more */
function yuanText(fen: number): string {
  const cents = fen % 100
  return `${(fen - cents) / 100}.${String(cents).padStart(2, '0')}`
}
