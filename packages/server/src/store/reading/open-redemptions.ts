import type { RedemptionUpload } from '#domain/lifecycle/redemption-upload'
import type { StoredRedemption } from '#domain/sales/stored-redemption'
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

/** Uploads with order ids and request numbers opened. */
export async function openUploads<Upload extends Pick<RedemptionUpload, 'orderId' | 'requestNo'>>(
  source: FormSource,
  sellerId: string,
  uploads: readonly Upload[],
): Promise<readonly Upload[]> {
  const forms = uploads.flatMap(({ orderId, requestNo }) => [orderId, requestNo].filter(isSealedForm))
  if (forms.length === 0) return uploads
  const textOf = await openForms(source, sellerId, forms)
  const opened = (text: string) => (isSealedForm(text) ? textOf(text) : text)
  return uploads.map((upload) => ({ ...upload, orderId: opened(upload.orderId), requestNo: opened(upload.requestNo) }))
}
