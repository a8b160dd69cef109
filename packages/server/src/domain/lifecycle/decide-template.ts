import { dayOf } from '#domain/dates'
import { noClaimsOn } from '#domain/templates/claim-count'
import type { TemplateApproval } from '#domain/templates/template'
import type { DecisionRefusal, StoredTemplate } from '#domain/templates/template-store'
import { act, done, load, refused } from './act.ts'
import { nextVersion } from './save-template.ts'
import { secretReader, template } from './template-reads.ts'

type Deciding = Readonly<{
  couponId: string
  /** The version that was looked at. */
  version: number
  verdict: Exclude<TemplateApproval['kind'], 'waiting'>
  note: string | undefined
  /** The approver, as events name actors. */
  approver: string
  /** The approver's name; undefined for an app. */
  operatorName: string | undefined
}>

type Found = Readonly<{
  stored: StoredTemplate | undefined
  /** Whether the approver was shown a secret of the app that saved the version, and could have saved it by it. */
  knowsSecret: boolean
}>

/**
 * Approves a version that waits, or sends it back: the next version has its terms and the decision, published or as a draft.
 * Only the newest version can be decided on, so that nobody approves other terms than those that were looked at.
 */
export const decideTemplate = act<Deciding, Found, Readonly<{ version: number }>, DecisionRefusal>({
  *reads({ couponId, operatorName }) {
    const { stored } = yield* load({ stored: template(couponId) })
    const savedBy = stored?.terms.savedBy ?? ''
    if (operatorName === undefined || !savedBy.startsWith(appActor)) return { stored, knowsSecret: false }
    const appKey = savedBy.slice(appActor.length)
    return { stored, ...(yield* load({ knowsSecret: secretReader({ appKey, operatorName }) })) }
  },
  decide({ input: { version, verdict, note, approver }, found: { stored, knowsSecret }, nowMs }) {
    if (stored === undefined) return refused({ kind: 'template-not-found' })
    if (stored.isClosed) return refused({ kind: 'template-closed' })
    const { terms, savedAtMs: atMs } = stored
    const { savedBy } = terms
    if (stored.version !== version || terms.approval?.kind !== 'waiting' || savedBy === undefined) {
      return refused({ kind: 'not-waiting', version: stored.version, savedBy, atMs })
    }
    if (savedBy === approver) return refused({ kind: 'approver-is-submitter' })
    if (knowsSecret) return refused({ kind: 'approver-knows-secret' })
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

/** How events name apps. */
const appActor = 'app:'
