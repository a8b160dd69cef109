import { openTemplate } from '@yaoquan/api'
import type { TemplateApproval } from '#domain/templates/template'
import type { LifecycleDependencies, Method } from '#methods/method'
import { errorResult } from '#methods/refused-result'
import { toWireTemplate } from '#methods/template-result'
import { type ActorDependencies, namedActors } from './named-actors.ts'
import { namedCodes } from './named-codes.ts'

export type OpenTemplateDependencies = Pick<LifecycleDependencies, 'templates' | 'masterData'> & ActorDependencies

/** Versions before the latest one that are shown. */
const formerVersions = 10

/** A template with what the console shows of it, in one answer. */
export function openTemplateMethod(dependencies: OpenTemplateDependencies): Method<typeof openTemplate> {
  const { templates } = dependencies
  return {
    definition: openTemplate,
    async call({ couponId }, { sellerId }) {
      const latest = await templates.findTemplate(sellerId, couponId)
      if (latest === undefined) return { result: errorResult('templateNotFound') }
      const oldest = Math.max(1, latest.version - formerVersions)
      const versions = [latest]
      for (let version = latest.version - 1; version >= oldest; version -= 1) {
        const former = await templates.findTemplate(sellerId, couponId, version)
        if (former !== undefined) versions.unshift(former)
      }
      const terms = versions.map((one) => one.terms)
      const actors = terms.flatMap(({ savedBy, approval }) => [savedBy, submitterOf(approval)])
      return {
        result: {
          versions: versions.map(toWireTemplate),
          actors: await namedActors(sellerId, actors, dependencies),
          ...(await namedCodes(sellerId, terms, dependencies)),
          success: true,
        },
      }
    },
  }
}

function submitterOf(approval: TemplateApproval | undefined): string | undefined {
  return approval === undefined || approval.kind === 'waiting' ? undefined : approval.submittedBy
}
