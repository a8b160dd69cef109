import { checkOffer, defaultPolicy, evaluateBasket, type Reason, reasonText } from '@yaoquan/basket'
import { fenOf, yuanOf, yuanPattern } from '../design/money.ts'
import type { Language } from '../language/texts.ts'
import { channelName } from '../names/channel-text.ts'
import { codeText, type NameOf } from '../names/code-text.ts'
import { offerOfTemplate } from './offer-of-template.ts'
import type { Template } from './template-types.ts'

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
