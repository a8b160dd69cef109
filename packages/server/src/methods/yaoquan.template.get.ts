import { getTemplate } from '@yaoquan/api'
import type { LifecycleDependencies, Method } from './method.ts'
import { errorResult } from './refused-result.ts'
import { toWireTemplate } from './template-result.ts'

/** One template, its latest version or another one. */
export function getTemplateMethod({ templates }: Pick<LifecycleDependencies, 'templates'>): Method<typeof getTemplate> {
  return {
    definition: getTemplate,
    async call({ couponId, version }, { sellerId }) {
      const template = await templates.findTemplate(sellerId, couponId, version)
      if (template !== undefined) return { result: { template: toWireTemplate(template), success: true } }
      const isKnown = version !== undefined && (await templates.findTemplate(sellerId, couponId)) !== undefined
      const error = isKnown ? errorResult('templateVersionNotFound', { version }) : errorResult('templateNotFound')
      return { result: error }
    },
  }
}
