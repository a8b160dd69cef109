const largestPage = 200

/**
 * Fetches pages until one has no `nextCursor`. A page may be short or empty before the last one, since a search
 * examines a limited number of coupons per call.
 */
export async function* pagesByCursor<P extends Readonly<{ nextCursor?: string | undefined }>>(
  fetchPage: (position: Readonly<{ limit: number; cursor: string | undefined }>) => Promise<P>,
): AsyncGenerator<P, void, undefined> {
  let cursor: string | undefined
  do {
    const page = await fetchPage({ limit: largestPage, cursor })
    yield page
    cursor = page.nextCursor
  } while (cursor !== undefined)
}
