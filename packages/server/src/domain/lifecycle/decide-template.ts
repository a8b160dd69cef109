import type { TemplateApproval } from '#domain/templates/template'
import type { DecisionRefusal } from '#domain/templates/template-store'
import type { WriteCall, Written } from './lifecycle-store.ts'

type Decision = WriteCall &
  Readonly<{
    couponId: string
    /** The version that was looked at. */
    version: number
    verdict: Exclude<TemplateApproval['kind'], 'waiting'>
    note: string | undefined
    /** Whether the approver knows a secret of the app that has this key, and could have saved the version by it. */
    knowsSecretOf: (appKey: string) => Promise<boolean>
  }>

/**
 * Approves a version that waits, or sends it back: the next version has its terms and the decision, published or as a draft.
 * Only the newest version can be decided on, so that nobody approves other terms than those that were looked at.
 */
export function decideTemplate(asked: Decision): Promise<Written<Readonly<{ version: number }>, DecisionRefusal>> {
  const { lifecycle, request, couponId, version, verdict, note, knowsSecretOf } = asked
  return lifecycle.writeOnce<Readonly<{ version: number }>, DecisionRefusal>(request, async (writer) => {
    const stored = await writer.findTemplate(couponId)
    if (stored === undefined) return refused({ kind: 'template-not-found' })
    if (stored.isClosed) return refused({ kind: 'template-closed' })
    const { terms, savedAtMs: atMs } = stored
    const { savedBy } = terms
    if (stored.version !== version || terms.approval?.kind !== 'waiting' || savedBy === undefined) {
      return refused({ kind: 'not-waiting', version: stored.version, savedBy, atMs })
    }
    if (savedBy === request.actor) return refused({ kind: 'approver-is-submitter' })
    const appKey = savedBy.startsWith('app:') ? savedBy.slice('app:'.length) : undefined
    if (appKey !== undefined && (await knowsSecretOf(appKey))) return refused({ kind: 'approver-knows-secret' })
    const state = verdict === 'approved' ? 'published' : 'draft'
    const decided = { ...terms, state, approval: { kind: verdict, submittedBy: savedBy, note } } as const
    return { kind: 'done', answer: { version: await writer.saveTemplate(decided, stored) } }
  })
}

function refused(refusal: DecisionRefusal): Readonly<{ kind: 'refused'; refusal: DecisionRefusal }> {
  return { kind: 'refused', refusal }
}
