import type { TemplateTerms } from '#domain/templates/template'

/**
 * What a coupon takes off an order at most.
 * @param couponAmountFen of a coupon that was issued without a template
 * @param template terms of the version that it was claimed from
 * @returns fen; undefined where its terms set no limit
 */
export function worstCaseFen(
  couponAmountFen: number | undefined,
  template: TemplateTerms | undefined,
): number | undefined {
  if (template === undefined) return couponAmountFen ?? 0
  const amountFen = template.couponAmountFen ?? 0
  switch (template.kind) {
    case 'full_reduction':
    case 'cash':
    case 'gift':
      return amountFen
    case 'step':
      return template.stepMax === undefined ? undefined : amountFen * template.stepMax
    case 'discount':
      return template.discountCapFen
  }
}
