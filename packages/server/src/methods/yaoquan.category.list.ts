import { listCategories } from '@yaoquan/api'
import { listEntries } from '#domain/master-data/check-entries'
import type { LifecycleDependencies, Method } from './method.ts'
import { errorResult } from './refused-result.ts'
import { shownCategory } from './shown-entries.ts'

/** The categories of a seller that have names, page by page. */
export function listCategoriesMethod({ masterData }: LifecycleDependencies): Method<typeof listCategories> {
  return {
    definition: listCategories,
    async call({ cursor, limit = 100 }, { sellerId }) {
      const page = await listEntries({ sellerId, cursor, limit }, (query) => masterData.listCategories(query))
      if (page.kind === 'invalid-cursor') return { result: { ...errorResult('invalidCursor'), categories: [] } }
      return { result: { categories: page.rows.map(shownCategory), nextCursor: page.nextCursor, success: true } }
    },
  }
}
