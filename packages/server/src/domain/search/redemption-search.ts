import type { StoredUpload, UploadVerdict } from '#domain/lifecycle/redemption-upload'
import type { Sale } from '#domain/sales/sale'
import type { StoredRedemption } from '#domain/sales/stored-redemption'

/** All given ones must hold. */
export type RedemptionFilter = Readonly<{
  orderId?: string | undefined
  /** Shop of the redemption. */
  shop?: string | undefined
  couponCode?: string | undefined
  /** Redeemed at this moment or later, epoch milliseconds. */
  fromMs?: number | undefined
  /** Redeemed before this moment, epoch milliseconds. */
  untilMs?: number | undefined
  isReturned?: boolean | undefined
}>

/** Position of a redemption in lists, which are ordered by time and then by id. It never changes. */
export type RedemptionPlace = Readonly<{ atMs: number; redemptionId: string }>

export type RedemptionQuery = Readonly<{
  sellerId: string
  filter: RedemptionFilter
  /** Newest first; default: in order of time. */
  isNewestFirst?: boolean | undefined
  /** End of the page before; undefined at the start. */
  after: RedemptionPlace | undefined
  /** 1..200 */
  limit: number
  /** How many milliseconds to search while the page is not full; absent: only a thousand redemptions are examined. */
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
  /** Start of the next page; undefined at the end. */
  nextAfter: RedemptionPlace | undefined
}>

export interface RedemptionReader {
  findRedemption(sellerId: string, redemptionId: string): Promise<FoundRedemption | undefined>
  listRedemptions(query: RedemptionQuery): Promise<RedemptionPage>
  findUpload(sellerId: string, redemptionId: string): Promise<FoundUpload | undefined>
  /** Like `listRedemptions`, for redemptions that tills uploaded. The verdict of one may change between pages. */
  listUploads(query: UploadQuery): Promise<UploadPage>
}
