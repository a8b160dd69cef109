import type { Offer } from '@yaoquan/basket'

/** What a caller may leave unsaid of an order. */
export type UnsaidFact = 'shop' | 'goods' | 'categories' | 'amount' | 'channel' | 'level' | 'tags'

/** A term of a coupon that was not judged, as events name it. */
export type UnjudgedTerm = 'shop' | 'goods' | 'threshold' | 'channel' | 'member_level' | 'member_tag'

/**
 * The terms of a coupon without those that depend on what a caller left unsaid: these are taken as fulfilled
 * (docs/reference/decisions.md, "What is judged where").
 * @returns what is left of the terms, and those that the coupon has and that were left out
 */
export function withoutUnsaid(
  offer: Offer,
  unsaid: ReadonlySet<UnsaidFact>,
): Readonly<{ offer: Offer; unjudged: readonly UnjudgedTerm[] }> {
  const { include, exclude } = offer.scope
  const namesCategories = [include, exclude].some(({ categories = [] }) => categories.length > 0)
  const namesGoods =
    namesCategories || [include.goods, exclude.goods, exclude.tags].some((list = []) => list.length > 0)
  const { levels = [], tags = [], memberDayOnly } = offer.who
  const left: readonly (readonly [term: UnjudgedTerm, isLeftOut: boolean])[] = [
    ['shop', unsaid.has('shop') && offer.shops.length > 0],
    ['goods', (unsaid.has('goods') && namesGoods) || (unsaid.has('categories') && namesCategories)],
    ['threshold', unsaid.has('amount') && offer.thresholdFen > 0],
    ['channel', unsaid.has('channel') && offer.channels.length > 0],
    ['member_level', unsaid.has('level') && levels.length > 0],
    ['member_tag', unsaid.has('tags') && tags.length > 0],
  ]
  const unjudged = left.flatMap(([term, isLeftOut]) => (isLeftOut ? [term] : []))
  if (unjudged.length === 0) return { offer, unjudged }
  return {
    offer: {
      ...offer,
      scope: unjudged.includes('goods') ? everything : offer.scope,
      channels: unjudged.includes('channel') ? [] : offer.channels,
      who: {
        levels: unjudged.includes('member_level') ? [] : levels,
        tags: unjudged.includes('member_tag') ? [] : tags,
        memberDayOnly,
      },
    },
    unjudged,
  }
}

const everything: Offer['scope'] = { include: {}, exclude: {} }
