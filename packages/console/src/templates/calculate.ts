import { checkOffer, defaultPolicy, evaluateBasket, reasonText } from '@yaoquan/basket'
import { fenOf, yuanOf, yuanPattern } from '../design/money.ts'
import type { Language } from '../language/texts.ts'
import { channelTyped } from '../names/channel-text.ts'
import { offerOfTemplate } from './offer-of-template.ts'
import type { Template } from './template-types.ts'

/** A basket of the calculator: amounts in yuan, by category or goods. */
export type TrialBasket = Readonly<{
  lines: readonly Readonly<{ amount: string; category: string }>[]
  shop: string
  channel: string
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
export function calculate(template: Template, basket: TrialBasket, language: Language): Trial {
  const lines = basket.lines.flatMap(({ amount, category }, index) => {
    if (!yuanPattern.test(amount.trim())) return []
    const categories = category
      .split(/[,，]/)
      .map((item) => item.trim())
      .filter((item) => item !== '')
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
    shop: basket.shop.trim() || undefined,
    channel: channelOf(template, basket.channel.trim(), language) || undefined,
    // Members who may use it are not part of the trial.
    member: { level: offer.who.levels?.[0], tags: offer.who.tags },
  }
  const { verdicts, best } = evaluateBasket(input, [coupon], defaultPolicy)
  const [verdict] = verdicts
  if (verdict === undefined || !verdict.usable) {
    return { kind: 'unusable', reasons: (verdict?.reasons ?? []).map((reason) => reasonText(reason, language)) }
  }
  return {
    kind: 'off',
    off: yuanOf(best.offFen),
    pay: yuanOf(best.payFen),
    byLine: verdict.byLine.map(({ lineNo, fen }) => ({ lineNo, off: yuanOf(fen) })),
  }
}

/** The channel that is typed by its code or its name; a code of the template is none of these names. */
function channelOf({ channels = '' }: Template, typed: string, language: Language): string | undefined {
  return channels.split(',').includes(typed) ? typed : channelTyped(typed, language, undefined)
}

function isWorthSomething({ kind, couponAmount = '0', discountPercent, gift }: Template): boolean {
  if (kind === 'discount') return discountPercent !== undefined
  return kind === 'gift' ? gift !== undefined : Number(couponAmount) > 0
}
