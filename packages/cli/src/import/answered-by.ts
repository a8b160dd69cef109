import type { ImportQuestion } from '@yaoquan/api'

/** What the caller says that rows may be. */
export function answeredBy({
  bearer,
  zeroAmount,
}: Readonly<{ bearer?: boolean; zeroAmount?: boolean }>): readonly ImportQuestion[] {
  return [...(bearer ? (['bearer'] as const) : []), ...(zeroAmount ? (['zero-amount'] as const) : [])]
}
