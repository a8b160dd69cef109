/** Why a value was refused: the field, and the rule it breaks as a phrase in Chinese that follows the field's name. */
export class Refusal {
  /** Wire path, e.g. `coupons[3].page_size`. Empty for the decoded value itself. */
  readonly field: string
  readonly rule: string

  constructor(rule: string, field = '') {
    this.rule = rule
    this.field = field
  }
}

export const missingRule = '缺少必填参数'

/** The same refusal with the path of the field extended by the object or list that contains it. */
export function refusedWithin(holder: string, inner: Refusal): Refusal {
  const dot = inner.field === '' || inner.field.startsWith('[') ? '' : '.'
  return new Refusal(inner.rule, holder === '' ? inner.field : `${holder}${dot}${inner.field}`)
}
