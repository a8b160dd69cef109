import type { FaultReport } from '#errors/operator-error'
import type { CopiedExchange } from '#shadow/answers/exchange'
import type { WriteDifference } from './compare-write.ts'

/** The store, and the CRM of today that gets writes too. */
export type Mirroring = Readonly<{
  dataDir: string
  storeUrl?: string | undefined
  masterKey?: string | undefined
  /** Port of the shadow run. */
  port: number
  upstreamUrl: string
  upstreamFingerprint?: string | undefined
}>

/** What waits for the CRM of today, and what it refused. */
export type MirrorCounts = Readonly<{
  waiting: number
  /** When the oldest that waits was answered, epoch milliseconds. */
  oldestAtMs?: number | undefined
  /** Since the shadow was started. */
  delivered: number
  /** Since the run began. */
  refused: number
}>

/** A write that both sides did and answered otherwise. */
export type DifferingWrite = Readonly<{
  /** `atMs` is the time of our answer, epoch milliseconds: a member may have been erased since. */
  call: Readonly<{ appKey: string; method: string; atMs: number }>
  differences: readonly WriteDifference[]
}>

/** To the thread. */
export type ToMirrorThread =
  | (Readonly<{ kind: 'open' }> & Mirroring)
  /** A write that Yaoquan has answered. */
  | Readonly<{ kind: 'put'; id: number; exchange: CopiedExchange }>
  | Readonly<{ kind: 'close' }>

/** From the thread. */
export type FromMirrorThread =
  | Readonly<{ kind: 'ready' }>
  | Readonly<{ kind: 'problem'; problem: string }>
  | Readonly<{ kind: 'fault'; work: string; fault: FaultReport }>
  /** Whether the write is durable, or need not be: Yaoquan refused it. */
  | Readonly<{ kind: 'put'; id: number; isDurable: boolean }>
  | Readonly<{ kind: 'counts'; counts: MirrorCounts }>
  | (Readonly<{ kind: 'differed' }> & DifferingWrite)
