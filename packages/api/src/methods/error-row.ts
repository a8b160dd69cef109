import type { BusinessError } from '../language/method.ts'

/** A row of the table of refusals, which keeps its code as a literal type. @param filledEn the English text with placeholders */
export const row = <const C extends string>(
  code: C,
  message: BusinessError['message'],
  cure: BusinessError['cure'],
  filledEn?: string,
) => ({ code, message, cure, ...(filledEn === undefined ? {} : { filledEn }) }) as const
