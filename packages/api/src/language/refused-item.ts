/** An item of a list that broke a rule where each item is refused alone: it takes the place of the decoded item. */
export class RefusedItem {
  /** Wire name; empty for an item that is no object. */
  readonly field: string
  /** A sentence in Chinese. It holds no phone and no card. */
  readonly rule: string
  /** Texts of the item by property name, as they were sent. */
  readonly texts: Readonly<Record<string, string>>

  constructor(refusal: Readonly<{ field: string; rule: string }>, texts: Readonly<Record<string, string>>) {
    this.field = refusal.field
    this.rule = refusal.rule
    this.texts = texts
  }
}
