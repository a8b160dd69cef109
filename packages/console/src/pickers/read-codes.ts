import type { Pickable, PickableGroup } from './pick-choices.ts'

/** What a list of codes or names names. */
export type ReadCodes = Readonly<{
  /** Each once, in the order of the list. */
  codes: readonly string[]
  /** Neither code nor name of anything. */
  unknown: readonly string[]
  /** Names that several have. */
  ambiguous: readonly string[]
}>

/**
 * Reads a list of codes or names as people copy it from spreadsheets and messages: between commas, line breaks, tabs or blanks, also with the
 * code in brackets behind the name. A name that has blanks is recognised as a whole.
 * @param groups known by `@name`
 */
export function readCodes(
  text: string,
  entries: readonly Pickable[],
  groups: readonly PickableGroup[] = [],
): ReadCodes {
  const known = new Set([...entries.map(({ code }) => code), ...groups.map(({ name }) => `@${name}`)])
  const ofName = Map.groupBy(entries, ({ name }) => name.toLowerCase())
  const codes = new Set<string>()
  const unknown = new Set<string>()
  const ambiguous = new Set<string>()
  for (const item of itemsOf(text)) {
    if (read(item)) continue
    for (const word of item.split(/\s+/)) if (!read(word)) unknown.add(word)
  }
  return { codes: [...codes], unknown: [...unknown], ambiguous: [...ambiguous] }

  function read(item: string): boolean {
    const named = ofName.get(item.toLowerCase()) ?? []
    const [only] = named
    const inBrackets = /[(（]([^()（）]+)[)）]$/.exec(item)?.[1]?.trim()
    if (known.has(item)) codes.add(item)
    else if (inBrackets !== undefined && known.has(inBrackets)) codes.add(inBrackets)
    else if (named.length > 1) ambiguous.add(item)
    else if (only !== undefined) codes.add(only.code)
    else return false
    return true
  }
}

/** Whether some of a list was not recognised. */
export function isDoubtful({ unknown, ambiguous }: ReadCodes): boolean {
  return unknown.length + ambiguous.length > 0
}

/** What was read, with what an earlier list left unrecognised. */
export function withDoubts(read: ReadCodes, earlier: ReadCodes | undefined): ReadCodes {
  if (earlier === undefined) return read
  return {
    codes: read.codes,
    unknown: [...new Set([...earlier.unknown, ...read.unknown])],
    ambiguous: [...new Set([...earlier.ambiguous, ...read.ambiguous])],
  }
}

/** Whether a text that was pasted is a list, and not one code or name. */
export function isList(text: string, entries: readonly Pickable[]): boolean {
  const items = itemsOf(text)
  const [only = ''] = items
  if (items.length !== 1) return items.length > 1
  return /\s/.test(only) && !entries.some(({ code, name }) => code === only || name === only)
}

/** Whether a text has what ends a code or name while it is typed. Blanks do not: names have some. */
export function hasSeparator(text: string): boolean {
  return separators.test(text)
}

const separators = /[,，、;；\r\n\t]/

function itemsOf(text: string): readonly string[] {
  return text
    .split(separators)
    .map((item) => item.trim())
    .filter((item) => item !== '')
}
