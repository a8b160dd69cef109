import { searchMembers } from '@yaoquan/api'
import { searchMembers as search } from '#domain/search/search-members'
import { shownMember } from './member-result.ts'
import type { LifecycleDependencies, Method } from './method.ts'
import { errorResult } from './refused-result.ts'

/** Members by phone, card, level, tag or state, page by page. */
export function searchMembersMethod({ members }: LifecycleDependencies): Method<typeof searchMembers> {
  return {
    definition: searchMembers,
    async call({ cursor, limit = 100, newestFirst: isNewestFirst, ...filter }, { sellerId }) {
      const page = await search({ members, sellerId, filter, isNewestFirst, cursor, limit })
      if (page.kind === 'invalid-cursor') return { result: { ...errorResult('invalidCursor'), members: [] } }
      return { result: { members: page.rows.map(shownMember), nextCursor: page.nextCursor, success: true } }
    },
  }
}
