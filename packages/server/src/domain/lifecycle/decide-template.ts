import { dayOf } from '#domain/dates'
import { noClaimsOn } from '#domain/templates/claim-count'
import type { TemplateApproval } from '#domain/templates/template'
import type { DecisionRefusal, StoredTemplate } from '#domain/templates/template-store'
import { act, done, load, refused } from './act.ts'
import { nextVersion } from './save-template.ts'
import { template } from './template-changes.ts'

type Deciding = Readonly<{
  couponId: string
  /** The version that was looked at. */
  version: number
  verdict: Exclude<TemplateApproval['kind'], 'waiting'>
  note: string | undefined
  /** The approver, as events name actors. */
  approver: string
  /** Keys of apps whose secret the approver was shown, and who could have saved what they saved. */
  knownApps: readonly string[]
}>

type Found = Readonly<{ stored: StoredTemplate | undefined }>

/**
 * Approves a version that waits, or sends it back: the next version has its terms and the decision, published or as a draft.
 * Only the newest version can be decided on, so that nobody approves other terms than those that were looked at.
 */
export const decideTemplate = act<Deciding, Found, Readonly<{ version: number }>, DecisionRefusal>({
  reads: ({ couponId }) => load({ stored: template(couponId) }),
  decide({ input: { version, verdict, note, approver, knownApps }, found: { stored }, nowMs }) {
    if (stored === undefined) return refused({ kind: 'template-not-found' })
    if (stored.isClosed) return refused({ kind: 'template-closed' })
    const { terms, savedAtMs: atMs } = stored
    const { savedBy } = terms
    if (stored.version !== version || terms.approval?.kind !== 'waiting' || savedBy === undefined) {
      return refused({ kind: 'not-waiting', version: stored.version, savedBy, atMs })
    }
    if (savedBy === approver) return refused({ kind: 'approver-is-submitter' })
    if (knownApps.some((appKey) => savedBy === `app:${appKey}`)) return refused({ kind: 'approver-knows-secret' })
    const state = verdict === 'approved' ? 'published' : 'draft'
    // The version that waits has the same limits, so no stock begins with the decision.
    const change = nextVersion(
      stored,
      { ...terms, state, approval: { kind: verdict, submittedBy: savedBy, note } },
      noClaimsOn(dayOf(nowMs)),
    )
    return done({ version: change.to.version }, [change])
  },
})
