import type { getReconciliation } from '@yaoquan/api'
import type { ResultOf } from '../server/call-method.ts'

/** The report of a day. */
export type DayReport = NonNullable<ResultOf<typeof getReconciliation>['report']>

export type Finding = ResultOf<typeof getReconciliation>['findings'][number]
