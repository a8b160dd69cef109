import type { Page, Paging } from '#domain/page'
import type {
  FoundRedemption,
  FoundUpload,
  RedemptionFilter,
  RedemptionPlace,
  RedemptionReader,
  UploadFilter,
} from './redemption-search.ts'
import { readCursor, writeCursor } from './search-cursor.ts'

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
