import { erpCouponFields } from '@yaoquan/api'
import { decide } from '#shadow/report/decide'
import { kindOf } from '#shadow/report/deviation'
import { listRuns } from '#shadow/report/report-file'
import { type MappedStatus, mapStatus, type StatusPlace } from './status-map.ts'

/**
 * `statuses-full`: nothing was done, since too many statuses are mapped; `decisions-full`: the status is mapped, and its class stays open in
 * a run that has too many decisions.
 */
export type StatusOutcome = 'done' | 'statuses-full' | 'decisions-full'

/**
 * Says what a status means. Coupons of that status are learned from then on, so the class of those that were not is accepted so far, in all
 * runs of the place that have it.
 * @param clock epoch milliseconds; read once the status is mapped, so that no call before that comes after the acceptance
 * @throws DamagedStatuses, DamagedDecisions, DecisionsBusy, or an Error of the system
 */
export function decideStatus(place: StatusPlace, mapped: MappedStatus, clock: () => number): StatusOutcome {
  if (!mapStatus(place, mapped)) return 'statuses-full'
  const { dataDir, upstream, sellerId } = place
  const { status, means, by } = mapped
  const named = kindOf({ class: 'learning', name: erpCouponFields.status.wire, upstream: status, ours: '' })
  const reason = `${status} = ${means}: ${mapped.reason}`
  const runs = listRuns(dataDir).filter((run) => run.upstream === upstream && run.sellerId === sellerId)
  const outcomes = runs.map((run) =>
    decide(dataDir, run, { act: 'accept', named, isSoFar: true, reason, by, atMs: clock() }),
  )
  return outcomes.some(({ kind }) => kind === 'full') ? 'decisions-full' : 'done'
}
