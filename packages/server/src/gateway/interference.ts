import type { Refused } from './refusal.ts'

/** What becomes of a call that is interfered with. */
export type Interfered =
  /** It is refused, and nothing is done. */
  | Readonly<{ kind: 'refuse'; refusal: Refused }>
  /** The connection ends without an answer, before the call is performed or after it. */
  | Readonly<{ kind: 'lose'; isPerformed: boolean }>

/** Faults that a sandbox lets an app have, so that integrators see how their program bears them. Production has none. */
export interface Interference {
  /**
   * Asked when caller, method, chain and quota are settled; may take its time.
   * @returns undefined for a call that goes on as usual
   */
  meet(call: Readonly<{ appKey: string; method: string }>): Promise<Interfered | undefined>
}
