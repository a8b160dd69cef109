import type { ChainEvent } from '#domain/events/event-store'
import { readLifecycle } from '#domain/events/lifecycle-text'

/** Within this time after the redemption. */
const undoMs = 60_000

/** The reason of the return, as events and lists show it. */
export const undoReason = '误操作'

type Undoing = Readonly<{
  redemptionId: string
  /** Actor of the call. */
  actor: string
  nowMs: number
}>

/**
 * Whether a redemption may be undone: by its actor, within a minute. The event of the redemption decides, since a till may give another time.
 * @param events of the coupon
 */
export function mayUndo(events: readonly ChainEvent[], { redemptionId, actor, nowMs }: Undoing): boolean {
  const redeemed = events.findLast(({ kind, after }) => {
    if (kind !== 'redeemed' || after === undefined) return false
    const { state } = readLifecycle(after)
    return state.kind === 'used' && state.redemption?.redemptionId === redemptionId
  })
  return redeemed !== undefined && redeemed.actor === actor && nowMs - redeemed.atMs <= undoMs
}
