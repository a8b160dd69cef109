import type { SkipReason, Text } from '@yaoquan/api'
import type { FaultReport } from '#errors/operator-error'
import type { HandedExchange } from '#shadow/answers/exchange'
import type { SellerTable } from '#shadow/comparing/seller-of-call'
import type { DifferingWrite } from '#shadow/mirror/mirror-messages'
import type { ReportCounts } from '#shadow/report/shadow-report'

/** Where our store is, and what it is compared with. */
export type Comparing = Readonly<{
  dataDir: string
  storeUrl?: string | undefined
  masterKey?: string | undefined
  sellerId: string
  /** Calls of several sellers; undefined: all calls are of the one. */
  sellers?: SellerTable | undefined
  /** Whether coupons of answers are kept in the store. */
  learns?: boolean | undefined
  /** Whether answers that mean the same and are written otherwise deviate. */
  isFormExact?: boolean | undefined
  /** How long a call that deviates waits for a second look, `shadowTimingSeconds` by default; 0 for none. */
  secondLookMs?: number | undefined
  /** `Host` of the upstream. */
  upstream: string
  /** Port of the shadow run. */
  port: number
}>

/** To the thread. */
export type ToComparingThread =
  | (Readonly<{ kind: 'open' }> & Comparing)
  /** The oldest first. */
  | Readonly<{ kind: 'exchanges'; exchanges: readonly HandedExchange[] }>
  /** Calls that were not handed over. */
  | Readonly<{ kind: 'skipped'; reason: SkipReason; calls: number }>
  | (Readonly<{ kind: 'differed' }> & DifferingWrite)
  | Readonly<{ kind: 'close' }>

/** From the thread. */
export type FromComparingThread =
  | Readonly<{ kind: 'ready' }>
  /** A fault that a person can mend. */
  | Readonly<{ kind: 'problem'; problem: Text }>
  | Readonly<{ kind: 'fault'; work: string; fault: FaultReport }>
  /** So many exchanges are finished, and others may come. */
  | Readonly<{ kind: 'done'; exchanges: number }>
  | Readonly<{ kind: 'counts'; counts: ReportCounts; isReportWritten: boolean }>
