import { listShops } from '@yaoquan/api'
import { listEntries } from '#domain/master-data/check-entries'
import type { LifecycleDependencies, Method } from './method.ts'
import { errorResult } from './refused-result.ts'
import { shownShops } from './shown-entries.ts'

/** The shops of a seller that have names, page by page. */
export function listShopsMethod({ masterData, shops }: LifecycleDependencies): Method<typeof listShops> {
  return {
    definition: listShops,
    async call({ cursor, limit = 100 }, { sellerId }) {
      const page = await listEntries({ sellerId, cursor, limit }, (query) => masterData.listShops(query))
      if (page.kind === 'invalid-cursor') return { result: { ...errorResult('invalidCursor'), shops: [] } }
      const { shopsOf } = await shops.findLatestGroups(sellerId)
      return { result: { shops: shownShops(page.rows, shopsOf), nextCursor: page.nextCursor, success: true } }
    },
  }
}
