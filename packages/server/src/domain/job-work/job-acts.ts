import { compareDays, dayOf } from '#domain/dates'
import type { CouponTask, ItemOutcome, ItemRefusal, Job, JobTarget } from '#domain/jobs/job'
import { unlessDone } from '#domain/lifecycle/answer-once'
import { type ClaimAnswer, claimCoupons } from '#domain/lifecycle/claim-coupons'
import type { NotUsable } from '#domain/lifecycle/coupon-refusal'
import { type ExtendOutcome, extendCoupons } from '#domain/lifecycle/extend-coupons'
import { canonicalJson, type LifecycleStore, type WriteRequest } from '#domain/lifecycle/lifecycle-store'
import type { StoredCoupon } from '#domain/lifecycle/stored-coupon'
import { extend, takeOutOfUse } from '#domain/lifecycle/transitions'
import { type VoidOutcome, voidCoupons } from '#domain/lifecycle/void-coupons'

/** What a task would do to a coupon, by the rules that do it. @returns undefined where it would change the coupon */
export function planCoupon(
  task: CouponTask,
  coupon: StoredCoupon | undefined,
  nowMs: number,
): 'unchanged' | ItemRefusal | undefined {
  if (coupon === undefined) return 'coupon-not-found'
  if (task.kind === 'extend' && compareDays(task.endDate, dayOf(nowMs)) < 0) return 'end-date-passed'
  const step =
    task.kind === 'void' ? takeOutOfUse(coupon, { nowMs, withHeld: task.withHeld }) : extend(coupon, task.endDate)
  switch (step.kind) {
    case 'done':
      return undefined
    case 'unchanged':
    case 'not-later':
      return step.kind
    case 'not-usable':
      return stateRefusals.get(step.reason.code) ?? unexpected(task, step)
  }
}

const stateRefusals: ReadonlyMap<string, ItemRefusal> = new Map([
  ['USED_BY', 'already-used'],
  ['HELD_BY', 'held'],
  ['VOID', 'void'],
])

function unexpected({ kind }: CouponTask, { reason }: NotUsable): never {
  throw new TypeError(`a ${kind} is not refused because of ${reason.code}`)
}

/** A pending item; `target`: undefined where its member was erased. */
export type PendingItem = Readonly<{ place: number; target: JobTarget | undefined }>

export type ActParts = Readonly<{
  lifecycle: LifecycleStore
  randomBytes: (size: number) => Uint8Array
  /** Epoch milliseconds of the clock that the seller's calls are recorded by. */
  nowMs: number
}>

/** Claims for one member, once however often it is called. */
export async function sendTo(job: Job, { place, target }: PendingItem, parts: ActParts): Promise<ItemOutcome> {
  const { task } = job
  if (task.kind !== 'send' || target?.kind === 'coupon' || target?.kind === 'row')
    throw new TypeError('a send without a member')
  if (target === undefined) return { state: 'refused', refusal: 'member-erased' }
  const { couponId, count, channel } = task
  const member = {
    phone: target.kind === 'phone' ? target.phone : undefined,
    cardNo: target.kind === 'card' ? target.cardNo : undefined,
  }
  const { lifecycle, randomBytes } = parts
  const request = requestOf(job, place, parts)
  const written = await claimCoupons({ lifecycle, request, couponId, member, count, channel, randomBytes })
  switch (written.kind) {
    case 'done':
      return sent(written.answer)
    case 'refused':
      return { state: 'refused', refusal: written.refusal.kind }
    default:
      return conflict
  }
}

/** Voids or extends the coupons of one batch, once however often it is called with the same items. */
export async function changeBatch(
  job: Job,
  items: readonly PendingItem[],
  { lifecycle, nowMs }: ActParts,
): Promise<readonly ItemOutcome[]> {
  const { task } = job
  const [first] = items
  if (first === undefined) return []
  const request = requestOf(job, first.place, { nowMs })
  const couponCodes = items.map(codeOf)
  switch (task.kind) {
    case 'void': {
      const written = await lifecycle.runAct(request, voidCoupons, {
        couponCodes,
        reason: task.reason,
        withHeld: task.withHeld,
      })
      return written.kind === 'done' ? written.answer.map(changed) : items.map(() => conflict)
    }
    case 'extend': {
      const written = await lifecycle.runAct(request, extendCoupons, {
        couponCodes,
        endDate: task.endDate,
        reason: task.reason,
      })
      if (written.kind === 'done') return written.answer.map(changed)
      const refusal = written.kind === 'refused' ? written.refusal.kind : 'conflict'
      return items.map(() => ({ state: 'refused', refusal }))
    }
    default:
      throw new TypeError(`a ${task.kind} is no change of coupons`)
  }
}

/**
 * What became of items that another program began: nothing more is done.
 * @returns the outcomes that are known; the others were not done
 */
export async function outcomesOf(
  job: Job,
  items: readonly PendingItem[],
  parts: ActParts,
): Promise<readonly Readonly<{ place: number; outcome: ItemOutcome }>[]> {
  if (job.task.kind === 'send') {
    const found = []
    for (const { place } of items) {
      const answer = await answerOf<ClaimAnswer>(job, place, parts)
      if (answer !== undefined) found.push({ place, outcome: sent(answer) })
    }
    return found
  }
  const [first] = items
  const answer = first && (await answerOf<readonly (VoidOutcome | ExtendOutcome)[]>(job, first.place, parts))
  return (answer ?? []).flatMap((outcome, index) => {
    const item = items[index]
    return item === undefined ? [] : [{ place: item.place, outcome: changed(outcome) }]
  })
}

/** The stored answer of a request, which is not done here if it was not before. */
export async function answerOf<Answer>(job: Job, place: number, parts: ActParts): Promise<Answer | undefined> {
  const written = await parts.lifecycle.runAct(requestOf(job, place, parts), unlessDone<Answer>(), undefined)
  return written.kind === 'done' ? written.answer : undefined
}

/**
 * A write of a job, with the same number each time it does a place, or the batch that begins with it. Its events name the operator who started
 * the job, and the job as the call.
 */
export function requestOf(
  { sellerId, jobId, task, startedBy }: Job,
  place: number,
  { nowMs }: Pick<ActParts, 'nowMs'>,
): WriteRequest {
  return {
    sellerId,
    outRequestNo: { own: `job:${jobId}:${place}` },
    method: `job.${task.kind}`,
    content: canonicalJson({ jobId, place }),
    actor: startedBy ?? 'system',
    requestId: jobId,
    nowMs,
  }
}

function codeOf({ target }: PendingItem): string {
  if (target?.kind !== 'coupon') throw new TypeError('a change without a coupon')
  return target.couponCode
}

function sent({ couponCodes }: ClaimAnswer): ItemOutcome {
  return { state: 'done', couponCodes }
}

/** An item whose number was used for another content. No caller can do that. */
export const conflict: ItemOutcome = { state: 'refused', refusal: 'conflict' }

function changed(outcome: VoidOutcome | ExtendOutcome): ItemOutcome {
  switch (outcome.kind) {
    case 'voided':
    case 'extended':
      return { state: 'done', couponCodes: [] }
    case 'already_void':
    case 'unchanged':
      return { state: 'unchanged' }
    case 'not_found':
      return { state: 'refused', refusal: 'coupon-not-found' }
    case 'used':
      return { state: 'refused', refusal: 'already-used' }
    case 'not_later':
      return { state: 'refused', refusal: 'not-later' }
    case 'held':
    case 'void':
      return { state: 'refused', refusal: outcome.kind }
  }
}
