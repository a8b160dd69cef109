import type { DrugClass } from './basket.ts'

/** Why a line, or a part of it, does not count for coupons. */
export type Exclusion = Readonly<{
  lineNo: number
  /** How much of the line does not count. */
  excludedFen: number
}> &
  ExclusionCause

export type ExclusionCause =
  /** `drugClass` is what the rule matched; absent: it matched a tag. */
  | Readonly<{ by: 'rule'; pack: string; version: number; rule: string; drugClass?: DrugClass | undefined }>
  | Readonly<{ by: 'not_discountable' }>
  | Readonly<{ by: 'insured'; insuredFen: number }>
