/** Why a value was not taken: the field that is wrong, and the rule it breaks as a sentence in Chinese. */
export class Refusal {
  /** Wire name; inside lists with the position, e.g. `coupons[3].page_size`. Empty for the decoded value itself. */
  readonly field: string
  readonly rule: string

  constructor(rule: string, field = '') {
    this.rule = rule
    this.field = field
  }
}

export const missingRule = '缺少必填参数'

/** A refusal seen from the object or list that holds the refused value. */
export function refusedWithin(holder: string, inner: Refusal): Refusal {
  const dot = inner.field === '' || inner.field.startsWith('[') ? '' : '.'
  return new Refusal(inner.rule, holder === '' ? inner.field : `${holder}${dot}${inner.field}`)
}
