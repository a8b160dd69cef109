import { approveTemplate, type InputOf, openTemplate, type ResponseOf, rejectTemplate } from '@yaoquan/api'
import type { AppRegistry } from '#domain/access/access-store'
import { momentText } from '#domain/dates'
import { decideTemplate } from '#domain/lifecycle/decide-template'
import { runAct } from '#domain/lifecycle/lifecycle-store'
import type { TemplateApproval } from '#domain/templates/template'
import type { DecisionRefusal } from '#domain/templates/template-store'
import { maskedNote } from '#methods/masked-note'
import {
  type CallContext,
  type LifecycleDependencies,
  type Method,
  type WriteDependencies,
  writeRequest,
} from '#methods/method'
import { errorResult, notDoneResult } from '#methods/refused-result'
import { toWireTemplate } from '#methods/template-result'
import { consoleRefusal } from './console-refusal.ts'
import { type ActorDependencies, namedActors, namedCodes } from './named-actors.ts'

/** Apps are of the directory, and the act is of the seller's store, so what the approver was shown is read before it. */
type Dependencies = WriteDependencies & Readonly<{ apps: Pick<AppRegistry, 'listSecretsShown'> }>

/** Publishes a version that another person submitted. */
export function approveTemplateMethod(dependencies: Dependencies): Method<typeof approveTemplate> {
  return {
    definition: approveTemplate,
    call: (input, context) =>
      decide(dependencies, { input, context, method: approveTemplate.name, verdict: 'approved' }),
  }
}

/** Sends a version back to the person who submitted it. */
export function rejectTemplateMethod(dependencies: Dependencies): Method<typeof rejectTemplate> {
  return {
    definition: rejectTemplate,
    call: (input, context) =>
      decide(dependencies, { input, context, method: rejectTemplate.name, verdict: 'sent-back' }),
  }
}

type Input = Readonly<{
  input: InputOf<typeof approveTemplate>
  context: CallContext
  method: string
  verdict: Exclude<TemplateApproval['kind'], 'waiting'>
}>

async function decide(
  { lifecycle, apps }: Dependencies,
  { input, context, method, verdict }: Input,
): Promise<ResponseOf<typeof approveTemplate>> {
  const { couponId, version } = input
  const { text: note, warnings } = maskedNote('note', input.note)
  const request = writeRequest(method, input, context)
  const { actor: approver } = request
  const name = context.operator?.name
  const knownApps = name === undefined ? [] : await apps.listSecretsShown(name)
  const deciding = { couponId, version, verdict, note, approver, knownApps }
  const written = await runAct(decideTemplate, { lifecycle, request, ...deciding })
  if (written.kind !== 'done') return { result: notDoneResult(written, input, refusedDecision) }
  const alreadyDone = written.isAlreadyDone ? true : undefined
  return { result: { alreadyDone, version: written.answer.version, warnings, success: true } }
}

function refusedDecision(refusal: DecisionRefusal): ResponseOf<typeof approveTemplate>['result'] {
  switch (refusal.kind) {
    case 'template-not-found':
      return errorResult('templateNotFound')
    case 'template-closed':
      return errorResult('templateClosed')
    case 'approver-is-submitter':
      return consoleRefusal('approverIsSubmitter')
    case 'approver-knows-secret':
      return consoleRefusal('approverKnowsSecret')
    case 'not-waiting': {
      const { version, savedBy = '', atMs } = refusal
      const name = savedBy.replace(/^operator:/, '')
      return consoleRefusal('templateNotWaiting', { version, savedBy: name, time: momentText(atMs) })
    }
  }
}

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
