/** Replaces a decoded list item that broke a rule, in lists whose items are refused one by one (`isRefusedAlone`). */
export class RefusedItem {
  /** Wire name of the field that broke the rule; empty if the item is not an object. */
  readonly field: string
  /** The rule as a phrase in Chinese. It never contains a phone or card number. */
  readonly rule: string
  /** The item's texts as sent, by property name. */
  readonly texts: Readonly<Record<string, string>>

  constructor(refusal: Readonly<{ field: string; rule: string }>, texts: Readonly<Record<string, string>>) {
    this.field = refusal.field
    this.rule = refusal.rule
    this.texts = texts
  }
}
