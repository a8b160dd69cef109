import { getTemplate } from '@yaoquan/api'
import type { TemplateReader } from '#domain/templates/template-store'
import type { Method } from './method.ts'
import { errorResult } from './refused-result.ts'
import { toWireTemplate } from './stored-template.ts'

/** One template, its latest version. */
export function getTemplateMethod({ templates }: Readonly<{ templates: TemplateReader }>): Method<typeof getTemplate> {
  return {
    definition: getTemplate,
    async call({ couponId }, { sellerId }) {
      const template = await templates.findTemplate(sellerId, couponId)
      if (template === undefined) return { result: errorResult('templateNotFound') }
      return { result: { template: toWireTemplate(template), success: true } }
    },
  }
}
