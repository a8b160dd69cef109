import type { StoredRedemption } from '#domain/lifecycle/lifecycle-store'
import { type FormSource, isSealedForm, openForms } from '#store/members/stored-form'

/** Redemptions with order ids and reasons opened. */
export async function openRedemptions(
  source: FormSource,
  sellerId: string,
  redemptions: readonly StoredRedemption[],
): Promise<readonly StoredRedemption[]> {
  const forms = redemptions.flatMap(({ orderId, returned }) => [orderId, returned?.reason].filter(isSealedForm))
  const textOf = await openForms(source, sellerId, forms)
  const opened = (text: string) => (isSealedForm(text) ? textOf(text) : text)
  return redemptions.map((redemption) => {
    const { orderId, returned } = redemption
    return {
      ...redemption,
      orderId: opened(orderId),
      returned: returned && { ...returned, reason: opened(returned.reason) },
    }
  })
}
