import { listTemplates } from '@yaoquan/api'
import { listTemplates as list } from '#domain/templates/list-templates'
import type { LifecycleDependencies, Method } from './method.ts'
import { errorResult } from './refused-result.ts'
import { toWireTemplate } from './template-result.ts'

/** A seller's templates, page by page. */
export function listTemplatesMethod({ templates }: LifecycleDependencies): Method<typeof listTemplates> {
  return {
    definition: listTemplates,
    async call({ closed: isClosed, cursor, limit = 100 }, { sellerId }) {
      const page = await list({ templates, sellerId, isClosed, cursor, limit })
      if (page.kind === 'invalid-cursor') return { result: { ...errorResult('invalidCursor'), templates: [] } }
      const { nextCursor } = page
      return { result: { templates: page.templates.map(toWireTemplate), nextCursor, success: true } }
    },
  }
}
