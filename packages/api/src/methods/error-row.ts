import type { BusinessError } from '../language/method.ts'

/** A row of the table of refusals, which keeps its code as a literal type. */
export const row = <const C extends string>(code: C, message: BusinessError['message'], cure: BusinessError['cure']) =>
  ({ code, message, cure }) as const
