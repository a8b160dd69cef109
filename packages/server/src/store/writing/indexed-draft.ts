import type { CouponDraft } from '#domain/coupon/coupon-store'
import type { IndexedPhone, PhoneBook, PhoneIndex } from '#store/phones/phone-book'

/** A coupon to be stored with what stands for its phone. */
export type IndexedDraft = Readonly<{ draft: CouponDraft; phoneIndex: PhoneIndex | undefined }>

export function indexDraft(sellerId: string, draft: CouponDraft, phones: PhoneBook): IndexedDraft {
  const { phone } = draft.terms
  return { draft, phoneIndex: phone === undefined ? undefined : phones.indexOf(sellerId, phone) }
}

/** Its phone, to be stored; a list of none or one. */
export function phoneOf({ draft, phoneIndex }: IndexedDraft): readonly IndexedPhone[] {
  const { phone } = draft.terms
  return phone === undefined || phoneIndex === undefined ? [] : [{ phone, index: phoneIndex }]
}
