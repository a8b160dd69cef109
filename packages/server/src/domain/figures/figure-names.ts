import { maxNames, type NameKind, otherName } from './figures.ts'

export type NamedKind = Readonly<{ kind: NameKind; name: string }>

/** The names of a seller whose figures are kept apart. The first ones are, so that counting anew keeps the same. */
export class FigureNames {
  readonly #known: Readonly<Record<NameKind, Set<string>>> = {
    couponId: new Set(),
    channel: new Set(),
    shop: new Set(),
  }
  readonly #added: NamedKind[] = []

  constructor(known: Iterable<NamedKind>) {
    for (const { kind, name } of known) this.#known[kind].add(name)
  }

  /** Names that are not stored yet. */
  get added(): readonly NamedKind[] {
    return this.#added
  }

  /** The name under which a name is counted. */
  admit(kind: NameKind, given: string): string {
    // Servers compare texts without the blanks at their end.
    const name = given.trimEnd()
    const known = this.#known[kind]
    if (name === '' || known.has(name)) return name
    if (known.size >= maxNames[kind]) return otherName
    known.add(name)
    this.#added.push({ kind, name })
    return name
  }
}
