import { handleFinding, openReconciliation, type ResponseOf } from '@yaoquan/api'
import { momentText } from '#domain/dates'
import { type FindingNotHandled, handleFinding as handle } from '#domain/lifecycle/handle-finding'
import { runAct } from '#domain/lifecycle/lifecycle-store'
import { maskedNote } from '#methods/masked-note'
import { type LifecycleDependencies, type Method, type WriteDependencies, writeRequest } from '#methods/method'
import { readDay } from '#methods/read-times'
import { notDoneResult } from '#methods/refused-result'
import { getReconciliationMethod } from '#methods/yaoquan.reconciliation.get'
import { consoleRefusal } from './console-refusal.ts'
import { type ActorDependencies, namedActors } from './named-actors.ts'

/** Marks a finding of a reconciliation as handled, or as open again. */
export function handleFindingMethod({ lifecycle }: WriteDependencies): Method<typeof handleFinding> {
  return {
    definition: handleFinding,
    async call(input, context) {
      const { findingId, reopen: isReopened = false } = input
      const day = readDay('day', input.day)
      const { text: note, warnings } = maskedNote('note', input.note)
      const request = writeRequest(handleFinding.name, input, context)
      const handling = { day, findingId, note, isReopened, by: request.actor }
      const written = await runAct(handle, { lifecycle, request, ...handling })
      if (written.kind !== 'done') return { result: notDoneResult(written, input, refusedHandling) }
      return { result: { alreadyDone: written.isAlreadyDone ? true : undefined, warnings, success: true } }
    },
  }
}

function refusedHandling(refusal: FindingNotHandled): ResponseOf<typeof handleFinding>['result'] {
  switch (refusal.kind) {
    case 'unknown':
      return consoleRefusal('findingNotFound')
    case 'pending':
      return consoleRefusal('findingPending')
    case 'changed': {
      if (refusal.handled === undefined) return consoleRefusal('findingOpen')
      const { by, atMs, note } = refusal.handled
      return consoleRefusal('findingChanged', { by: by.replace(/^operator:/, ''), time: momentText(atMs), note })
    }
  }
}

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
