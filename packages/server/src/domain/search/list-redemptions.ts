import type { FoundRedemption, RedemptionFilter, RedemptionPlace, RedemptionReader } from './redemption-search.ts'
import { readCursor, writeCursor } from './search-cursor.ts'

type RedemptionSearch = Readonly<{
  redemptions: Pick<RedemptionReader, 'listRedemptions'>
  sellerId: string
  filter: RedemptionFilter
  /** Of the page before; absent at the start. */
  cursor: string | undefined
  /** 1..200 */
  limit: number
}>

type FoundRedemptions =
  | Readonly<{ kind: 'page'; redemptions: readonly FoundRedemption[]; nextCursor: string | undefined }>
  | Readonly<{ kind: 'invalid-cursor' }>

/**
 * One page of the redemptions that meet all filters, in order of time. A redemption that exists when the first page is
 * read comes once, whatever is redeemed between pages.
 */
export async function listRedemptions(search: RedemptionSearch): Promise<FoundRedemptions> {
  const { redemptions, sellerId, filter, cursor, limit } = search
  const after = cursor === undefined ? undefined : readPlace(cursor, filter)
  if (cursor !== undefined && after === undefined) return { kind: 'invalid-cursor' }
  const page = await redemptions.listRedemptions({ sellerId, filter, after, limit })
  const nextCursor = page.nextAfter === undefined ? undefined : writePlace(page.nextAfter, filter)
  return { kind: 'page', redemptions: page.redemptions, nextCursor }
}

function writePlace({ atMs, redemptionId }: RedemptionPlace, filter: RedemptionFilter): string {
  return `${writeCursor(atMs, { redemptions: filter, redemptionId })}.${redemptionId}`
}

/** @returns undefined when it is not a cursor, or one of other filters */
function readPlace(cursor: string, filter: RedemptionFilter): RedemptionPlace | undefined {
  const [, position = '', redemptionId = ''] = form.exec(cursor) ?? []
  const atMs = readCursor(position, { redemptions: filter, redemptionId })
  return atMs === undefined ? undefined : { atMs, redemptionId }
}

const form = /^(.+)\.(\w{1,32})$/
