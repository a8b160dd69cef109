import type { StoredUpload, UploadVerdict } from '#domain/lifecycle/redemption-upload'
import type { Page, Paging } from '#domain/page'
import type { Sale, StoredRedemption } from '#domain/sales/sale'
import { readCursor, writeCursor } from './search-cursor.ts'

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
type UploadFilter = Omit<RedemptionFilter, 'isReturned'> & Readonly<{ verdict: UploadVerdict }>

export type UploadQuery = Omit<RedemptionQuery, 'filter'> & Readonly<{ filter: UploadFilter }>

/** A redemption that a till uploaded, with its coupon and the redemption that counts, where there are any. */
export type FoundUpload = StoredUpload &
  Readonly<{ couponId: string | undefined; couponName: string | undefined; usedBy: StoredRedemption | undefined }>

export type UploadPage = Readonly<{ uploads: readonly FoundUpload[]; nextAfter: RedemptionPlace | undefined }>

/** A page. It may be short, even empty, and still have a next one: each examines some redemptions, not all. */
type RedemptionPage = Readonly<{
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

type Search<Filter> = Paging &
  Readonly<{
    redemptions: Pick<RedemptionReader, 'listRedemptions' | 'listUploads'>
    filter: Filter
    isNewestFirst?: boolean | undefined
  }>

/** Time limit for a page that does not fill, in milliseconds. */
const lookMs = 500

/**
 * One page of the redemptions that meet all filters, in order of time or the newest first. A redemption that exists when the first page is
 * read comes once, whatever is redeemed between pages.
 */
export function listRedemptions({ redemptions, ...search }: Search<RedemptionFilter>): Promise<Page<FoundRedemption>> {
  return listPage(search, async (after) => {
    const { redemptions: rows, nextAfter } = await redemptions.listRedemptions({ ...search, after, lookMs })
    return { rows, nextAfter }
  })
}

/** The same for redemptions that tills uploaded, by their present verdict. */
export function listUploads({ redemptions, ...search }: Search<UploadFilter>): Promise<Page<FoundUpload>> {
  return listPage(search, async (after) => {
    const { uploads: rows, nextAfter } = await redemptions.listUploads({ ...search, after })
    return { rows, nextAfter }
  })
}

type Rows<Row> = Readonly<{ rows: readonly Row[]; nextAfter: RedemptionPlace | undefined }>

type Ordered = Readonly<{ filter: object; isNewestFirst?: boolean | undefined; cursor: string | undefined }>

async function listPage<Row>(
  { filter: requested, isNewestFirst = false, cursor }: Ordered,
  read: (after: RedemptionPlace | undefined) => Promise<Rows<Row>>,
): Promise<Page<Row>> {
  const filter = isNewestFirst ? { newestFirst: requested } : requested
  const after = cursor === undefined ? undefined : readPlace(cursor, filter)
  if (cursor !== undefined && after === undefined) return { kind: 'invalid-cursor' }
  const { rows, nextAfter } = await read(after)
  return { kind: 'page', rows, nextCursor: nextAfter && writePlace(nextAfter, filter) }
}

function writePlace({ atMs, redemptionId }: RedemptionPlace, filter: object): string {
  return `${writeCursor(atMs, { redemptions: filter, redemptionId })}.${redemptionId}`
}

/** @returns undefined when it is not a cursor, or one of other filters */
function readPlace(cursor: string, filter: object): RedemptionPlace | undefined {
  const [, position = '', redemptionId = ''] = form.exec(cursor) ?? []
  const atMs = readCursor(position, { redemptions: filter, redemptionId })
  return atMs === undefined ? undefined : { atMs, redemptionId }
}

const form = /^(.+)\.(\w{1,32})$/
