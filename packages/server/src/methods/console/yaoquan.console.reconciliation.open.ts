import { openReconciliation } from '@yaoquan/api'
import type { LifecycleDependencies, Method } from '#methods/method'
import { getReconciliationMethod } from '#methods/yaoquan.reconciliation.get'
import { type ActorDependencies, namedActors } from './named-actors.ts'

export type OpenReconciliationDependencies = Pick<LifecycleDependencies, 'reports'> & ActorDependencies

/** The report of a day with the names of who handled its findings, in one answer. */
export function openReconciliationMethod(
  dependencies: OpenReconciliationDependencies,
): Method<typeof openReconciliation> {
  const { call: get } = getReconciliationMethod(dependencies)
  return {
    definition: openReconciliation,
    async call(input, context) {
      const { result } = await get(input, context)
      const handlers = result.findings.map(({ handledBy }) => handledBy)
      return { result: { ...result, actors: await namedActors(context.sellerId, handlers, dependencies) } }
    },
  }
}
