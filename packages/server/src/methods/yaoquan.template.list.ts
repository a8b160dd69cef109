import { listTemplates } from '@yaoquan/api'
import { listTemplates as list } from '#domain/templates/template-filter'
import type { LifecycleDependencies, Method } from './method.ts'
import { readDay } from './read-times.ts'
import { errorResult } from './refused-result.ts'
import { toWireTemplate } from './template-result.ts'

/** A seller's templates, page by page. */
export function listTemplatesMethod({ templates, shops }: LifecycleDependencies): Method<typeof listTemplates> {
  return {
    definition: listTemplates,
    async call({ closed: isClosed, cursor, limit = 100, ...asked }, { sellerId, nowMs }) {
      if (asked.activeFrom !== undefined) readDay('active_from', asked.activeFrom)
      if (asked.activeTo !== undefined) readDay('active_to', asked.activeTo)
      const page = await list({ templates, shops, sellerId, isClosed, filter: asked, cursor, limit, nowMs })
      if (page.kind === 'invalid-cursor') return { result: { ...errorResult('invalidCursor'), templates: [] } }
      return { result: { templates: page.rows.map(toWireTemplate), nextCursor: page.nextCursor, success: true } }
    },
  }
}
