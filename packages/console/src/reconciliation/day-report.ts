import type { openReconciliation } from '@yaoquan/api'
import type { ResultOf } from '../server/call-method.ts'

/** The report of a day. */
export type DayReport = NonNullable<ResultOf<typeof openReconciliation>['report']>

export type Finding = ResultOf<typeof openReconciliation>['findings'][number]
