import { type InputOf, listTemplates } from '@yaoquan/api'
import { isCalendarDay } from '#domain/dates'
import { listTemplates as list } from '#domain/templates/list-templates'
import { InvalidInput, type LifecycleDependencies, type Method } from './method.ts'
import { errorResult } from './refused-result.ts'
import { toWireTemplate } from './template-result.ts'

/** A seller's templates, page by page. */
export function listTemplatesMethod({ templates, shops }: LifecycleDependencies): Method<typeof listTemplates> {
  return {
    definition: listTemplates,
    async call({ closed: isClosed, cursor, limit = 100, ...asked }, { sellerId, nowMs }) {
      checkDays(asked)
      const page = await list({ templates, shops, sellerId, isClosed, filter: asked, cursor, limit, nowMs })
      if (page.kind === 'invalid-cursor') return { result: { ...errorResult('invalidCursor'), templates: [] } }
      const { nextCursor } = page
      return { result: { templates: page.templates.map(toWireTemplate), nextCursor, success: true } }
    },
  }
}

function checkDays({ activeFrom, activeTo }: Partial<InputOf<typeof listTemplates>>): void {
  const days = { active_from: activeFrom, active_to: activeTo }
  for (const [field, day] of Object.entries(days)) {
    if (day !== undefined && !isCalendarDay(day)) throw new InvalidInput(field, '应为 YYYY-MM-DD 格式的有效日期')
  }
}
