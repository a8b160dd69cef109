import type { TextKind } from '#store/tables/sealed-text'

/** A text that is stored, and the member under whose key it is. */
export type FoundText = Readonly<{ ref: number; keyNo: number }>

/** Texts that were looked for or stored in a transaction. */
export class KnownTexts {
  /** Undefined for those that are not stored. */
  readonly #texts = new Map<string, FoundText | undefined>()

  set(kind: TextKind, text: string, found: FoundText | undefined): void {
    this.#texts.set(`${kind} ${text}`, found)
  }

  /** The stored ones of the texts; undefined if one of the texts was not looked up. */
  find(kind: TextKind, texts: readonly string[]): ReadonlyMap<string, FoundText> | undefined {
    const stored = new Map<string, FoundText>()
    for (const text of texts) {
      const key = `${kind} ${text}`
      if (!this.#texts.has(key)) return undefined
      const found = this.#texts.get(key)
      if (found !== undefined) stored.set(text, found)
    }
    return stored
  }

  /** Others than `storeTexts` changed them. */
  forget(): void {
    this.#texts.clear()
  }
}
