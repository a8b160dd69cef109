import type { StoredUpload, UploadVerdict } from '#domain/lifecycle/redemption-upload'
import type { Sale } from '#domain/sales/sale'
import type { StoredRedemption } from '#domain/sales/stored-redemption'

/** All given ones must hold. */
export type RedemptionFilter = Readonly<{
  orderId?: string | undefined
  /** Where it was redeemed. */
  shop?: string | undefined
  couponCode?: string | undefined
  /** Redeemed at this moment or later, epoch milliseconds. */
  fromMs?: number | undefined
  /** Redeemed before this moment, epoch milliseconds. */
  untilMs?: number | undefined
  isReturned?: boolean | undefined
}>

/** Where a redemption is in lists, which are in order of time and then of ids. Never changes. */
export type RedemptionPlace = Readonly<{ atMs: number; redemptionId: string }>

export type RedemptionQuery = Readonly<{
  sellerId: string
  filter: RedemptionFilter
  /** Where the page before ended; undefined at the start. */
  after: RedemptionPlace | undefined
  /** 1..200 */
  limit: number
  /** For how long to look on while the page is not full, in milliseconds; absent: a thousand redemptions are examined, and no more. */
  lookMs?: number | undefined
}>

/** A redemption with its coupon and its sale. */
export type FoundRedemption = StoredRedemption &
  Readonly<{
    couponCode: string
    couponId: string | undefined
    couponName: string | undefined
    /** What came back of the goods; undefined if the lines of the order are not known. */
    sale: Sale | undefined
  }>

/** Verdict, and what else must hold. */
export type UploadFilter = Omit<RedemptionFilter, 'isReturned'> & Readonly<{ verdict: UploadVerdict }>

export type UploadQuery = Omit<RedemptionQuery, 'filter'> & Readonly<{ filter: UploadFilter }>

/** A redemption that a till uploaded, with its coupon and the redemption that counts, where there are any. */
export type FoundUpload = StoredUpload &
  Readonly<{ couponId: string | undefined; couponName: string | undefined; usedBy: StoredRedemption | undefined }>

export type UploadPage = Readonly<{ uploads: readonly FoundUpload[]; nextAfter: RedemptionPlace | undefined }>

/** A page. It may be short, even empty, and still have a next one: each examines some redemptions, not all. */
export type RedemptionPage = Readonly<{
  redemptions: readonly FoundRedemption[]
  /** Where the next page begins; undefined at the end. */
  nextAfter: RedemptionPlace | undefined
}>

export interface RedemptionReader {
  findRedemption(sellerId: string, redemptionId: string): Promise<FoundRedemption | undefined>
  listRedemptions(query: RedemptionQuery): Promise<RedemptionPage>
  findUpload(sellerId: string, redemptionId: string): Promise<FoundUpload | undefined>
  /** As `listRedemptions`, of redemptions that tills uploaded. Which verdict one has may change between pages. */
  listUploads(query: UploadQuery): Promise<UploadPage>
}
