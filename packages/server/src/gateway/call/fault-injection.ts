import type { Refused } from './refusal.ts'

/** How a call fails on purpose. */
export type InjectedFault =
  | Readonly<{ kind: 'refuse'; refusal: Refused }>
  /** The connection ends without an answer, before the call is performed or after it. */
  | Readonly<{ kind: 'lose'; isPerformed: boolean }>

/** Faults that a sandbox injects into the calls of an app, so that integrators can test their program. Production has none. */
export interface FaultInjection {
  /** Called after all checks; may wait. @returns undefined for a call without a fault */
  meet(call: Readonly<{ appKey: string; method: string }>): Promise<InjectedFault | undefined>
}
