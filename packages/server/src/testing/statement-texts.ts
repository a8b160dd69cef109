/** A statement, or anything else that runs as one of several texts. */
export type Texts = Readonly<{ texts: readonly string[] }>

/** The texts of a statement, each with a name of its own where there are several. */
export function textsOf(name: string, { texts }: Texts): readonly (readonly [name: string, text: string])[] {
  return texts.map((text, place) => [texts.length === 1 ? name : `${name}, list ${place + 1} of ${texts.length}`, text])
}

/** The text of a statement for lists of at least so many values. */
export function ofLength(statement: Texts, length: number): Texts {
  const text = statement.texts.find((candidate) => longestList(candidate) >= length)
  if (text === undefined) throw new RangeError(`no text for ${length} values`)
  return { texts: [text] }
}

/** How many values the longest list of a text has. */
export function longestList(text: string): number {
  return Math.max(...[...text.matchAll(/\?(?:,\?)*/g)].map(([marks]) => (marks.length + 1) / 2), 0)
}
