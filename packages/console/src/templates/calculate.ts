import {
  type Benefit,
  checkOffer,
  defaultPolicy,
  evaluateBasket,
  type Offer,
  type Reason,
  reasonText,
  type UsageWindow,
  type Weekday,
} from '@yaoquan/basket'
import { fenOf, yuanOf, yuanPattern } from '../design/money.ts'
import type { Language } from '../language/texts.ts'
import { channelName } from '../names/channel-text.ts'
import { codeText, type NameOf } from '../names/code-text.ts'
import type { Template } from './use-templates.ts'

/** A basket of the calculator: amounts in yuan, by category or goods. */
export type TrialBasket = Readonly<{
  lines: readonly Readonly<{ amount: string; category: string | undefined }>[]
  shop: string | undefined
  channel: string | undefined
  /** Epoch milliseconds. */
  atMs: number
}>

export type Trial =
  | Readonly<{ kind: 'off'; off: string; pay: string; byLine: readonly Readonly<{ lineNo: number; off: string }>[] }>
  | Readonly<{ kind: 'unusable'; reasons: readonly string[] }>
  /** The template's rule or the basket is not complete yet. */
  | Readonly<{ kind: 'incomplete' }>

/**
 * What one coupon of a template takes off a basket, by the same engine that the server redeems with, under the rules of a
 * new seller. Validity in days is left to the server: the trial is about the rule.
 */
export function calculate(
  template: Template,
  basket: TrialBasket,
  { language, shopName }: Readonly<{ language: Language; shopName: NameOf }>,
): Trial {
  const lines = basket.lines.flatMap(({ amount, category }, index) => {
    if (!yuanPattern.test(amount.trim())) return []
    const categories = category === undefined ? [] : [category]
    return [{ lineNo: index + 1, categories, quantityMilli: 1000, amountFen: fenOf(amount.trim()) }]
  })
  const offer = offerOfTemplate(template)
  const isWhole = lines.length > 0 && lines.length === basket.lines.length
  if (!isWhole || !isWorthSomething(template) || checkOffer(offer) !== undefined) {
    return { kind: 'incomplete' }
  }
  const coupon = { code: 'TRIAL', templateId: template.couponId, state: { kind: 'unused' }, offer } as const
  const { atMs } = basket
  const input = {
    atMs,
    lines,
    shop: basket.shop,
    channel: basket.channel,
    // Members who may use it are not part of the trial.
    member: { level: offer.who.levels?.[0], tags: offer.who.tags },
  }
  const { verdicts, best } = evaluateBasket(input, [coupon], defaultPolicy)
  const [verdict] = verdicts
  if (verdict === undefined || !verdict.usable) {
    return { kind: 'unusable', reasons: (verdict?.reasons ?? []).map(said) }
  }
  return {
    kind: 'off',
    off: yuanOf(best.offFen),
    pay: yuanOf(best.payFen),
    byLine: verdict.byLine.map(({ lineNo, fen }) => ({ lineNo, off: yuanOf(fen) })),
  }

  /** A reason with shops and channels by name. */
  function said(reason: Reason): string {
    if (reason.code === 'SHOP') return reasonText({ ...reason, shop: codeText(reason.shop, shopName) }, language)
    if (reason.code !== 'CHANNEL') return reasonText(reason, language)
    return reasonText({ ...reason, channels: reason.channels.map((one) => channelName(one, language)) }, language)
  }
}

function isWorthSomething({ kind, couponAmount = '0', discountPercent, gift }: Template): boolean {
  if (kind === 'discount') return discountPercent !== undefined
  return kind === 'gift' ? gift !== undefined : Number(couponAmount) > 0
}

/** The terms of a template as the basket engine takes them; the calculator shows with it what the server will say. */
function offerOfTemplate(template: Template): Offer {
  const { layer, stackGroup, perOrder = 1, stackable = true } = template
  return {
    ...benefitOf(template),
    thresholdFen: fenOf(template.orderAmount ?? '0'),
    scope: {
      include: { categories: list(template.category), goods: list(template.goods) },
      exclude: {
        categories: list(template.excludeCategory),
        goods: list(template.excludeGoods),
        tags: list(template.excludeTags),
      },
    },
    shops: list(template.shop),
    channels: list(template.channels),
    windows: windowsOf(template),
    who: {
      levels: list(template.memberLevels),
      tags: list(template.memberTags),
      memberDayOnly: template.memberDayOnly ?? false,
    },
    layer: layer === 0 || layer === 1 || layer === 2 ? layer : layerOf(template),
    group: stackGroup,
    isAlone: !stackable,
    perOrder,
    returns: {
      split: template.returnSplit ?? 'keep',
      coupon: template.returnPolicy === 'none' ? 'none' : 'same_code',
    },
  }
}

function benefitOf({ kind, couponAmount = '0', stepMax, discountPercent = 99, discountCap }: Template): Benefit {
  const amountFen = fenOf(couponAmount)
  switch (kind) {
    case 'full_reduction':
    case 'cash':
      return { kind: 'off', amountFen }
    case 'step':
      return { kind: 'step', amountFen, stepMax }
    case 'discount':
      return {
        kind: 'percent',
        percentToPay: discountPercent,
        capFen: discountCap === undefined ? undefined : fenOf(discountCap),
      }
    case 'gift':
      return { kind: 'gift', amountFen }
  }
}

/** The order of application where the template says none: goods or categories, shops, the chain. */
function layerOf({ category, goods, shop }: Template): 0 | 1 | 2 {
  if (category !== undefined || goods !== undefined) return 0
  return shop === undefined ? 2 : 1
}

function windowsOf({ weekdays, hours }: Template): readonly UsageWindow[] {
  if (weekdays === undefined && hours === undefined) return []
  const named = list(weekdays)
  const days = allDays.filter((day) => named.includes(String(day)))
  const spans = hours === undefined ? ['00:00-24:00'] : list(hours)
  return spans.map((span) => {
    const [from = '', to = ''] = span.split('-')
    return { days, fromMinute: minuteOf(from), toMinute: minuteOf(to) }
  })
}

const allDays: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7]

function minuteOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
}

function list(text: string | undefined): readonly string[] {
  return (text ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
}
