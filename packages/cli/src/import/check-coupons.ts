import { type ImportQuestion, questionsOf } from '@yaoquan/api'
import type { CheckRow, RowFault } from './import-rows.ts'
import type { CouponTexts } from './source-row.ts'

/** Finds every rule that a coupon of a file breaks. @param answered what rows may be */
export async function couponCheck(answered: readonly ImportQuestion[]): Promise<CheckRow<CouponTexts>> {
  const { parseCouponDraft } = await import('#server')
  return ({ sellerId: _, ...texts }) => {
    const read = parseCouponDraft(texts, { answered })
    return read.kind === 'draft' ? [] : faultsOf(read)
  }
}

/** The faults of an invalid row. */
export function faultsOf({
  field,
  rule,
  others = [],
}: RowFault & Readonly<{ others?: readonly RowFault[] }>): readonly RowFault[] {
  return [{ field, rule }, ...others]
}

/** What has to be asked about a coupon of a file. @param answered what rows may be */
export function openQuestionsOf(
  answered: readonly ImportQuestion[],
): (texts: CouponTexts) => readonly ImportQuestion[] {
  return (texts) => questionsOf(texts).filter((question) => !answered.includes(question))
}
