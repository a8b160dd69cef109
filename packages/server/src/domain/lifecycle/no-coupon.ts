import type { TemplateWriter } from '#domain/templates/template-store'
import type { CouponRefusal } from './coupon-refusal.ts'

/** Why a code that no coupon has is refused: it is reserved and nobody claimed it yet, or there is none. */
export async function noCoupon(
  writer: Pick<TemplateWriter, 'findReservedCode'>,
  couponCode: string,
): Promise<Readonly<{ kind: 'refused'; refusal: CouponRefusal }>> {
  const reserved = await writer.findReservedCode(couponCode)
  const kind = reserved === undefined ? 'coupon-not-found' : 'coupon-not-claimed'
  return { kind: 'refused', refusal: { kind, couponCode } }
}
