import type { Refused } from './refusal.ts'

/** How a call fails on purpose. */
export type InjectedFault =
  /** It is refused, and nothing is done. */
  | Readonly<{ kind: 'refuse'; refusal: Refused }>
  /** The connection ends without an answer, before the call is performed or after it. */
  | Readonly<{ kind: 'lose'; isPerformed: boolean }>

/** Faults that a sandbox lets an app have, so that integrators see how their program bears them. Production has none. */
export interface FaultInjection {
  /**
   * Asked when caller, method, seller and quota are settled; may take its time.
   * @returns undefined for a call that goes on as usual
   */
  meet(call: Readonly<{ appKey: string; method: string }>): Promise<InjectedFault | undefined>
}
