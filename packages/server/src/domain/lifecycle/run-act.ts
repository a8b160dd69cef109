import type { Act } from './act.ts'
import type { WriteCall, Written } from './lifecycle-store.ts'

/** Does an act where, and for which request, its input says. */
export function runAct<Input, Found, Answer, Refused>(
  act: Act<Input, Found, Answer, Refused>,
  input: WriteCall & Input,
): Promise<Written<Answer, Refused>> {
  return input.lifecycle.runAct(input.request, act, input)
}
