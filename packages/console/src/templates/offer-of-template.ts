import type { Benefit, Offer, UsageWindow, Weekday } from '@yaoquan/basket'
import { fenOf } from '../design/money.ts'
import type { Template } from './template-types.ts'

/** The terms of a template as the basket engine takes them; the calculator shows with it what the server will say. */
export function offerOfTemplate(template: Template): Offer {
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
