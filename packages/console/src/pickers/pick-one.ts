import { type Choice, choicesOf } from './pick-choices.ts'
import type { PickTexts } from './pick-texts.ts'
import type { Pickable } from './pickable.ts'

/** What a field of one code offers. */
export type OneChoice = Extract<Choice, { kind: 'entry' | 'code' }>

/** What a typed text names: one entry, several, or nothing. */
export type Named = Readonly<{ kind: 'one'; code: string }> | Readonly<{ kind: 'several' | 'none' }>

/**
 * What a typed text finds for a field of one code, best first: by code, name, place or group.
 * @param takesCodes whether a text that is no known code is offered as one, last
 */
export function oneChoicesOf(typed: string, entries: readonly Pickable[], takesCodes: boolean): readonly OneChoice[] {
  const found = choicesOf({ typed, entries, groups: [], places: new Map(), picked: new Set(), takesCodes })
  return found.filter((choice): choice is OneChoice => choice.kind === 'entry' || choice.kind === 'code')
}

/** The entry that a typed text means: the one with that code or name, otherwise the only one that it finds. */
export function namedBy(typed: string, entries: readonly Pickable[]): Named {
  const sought = typed.trim().toLowerCase()
  const found = oneChoicesOf(typed, entries, false).flatMap((choice) => (choice.kind === 'entry' ? [choice.entry] : []))
  const [first, second] = found
  if (first === undefined) return { kind: 'none' }
  const isOf = ({ code, name }: Pickable) => [code, name].some((text) => text.toLowerCase() === sought)
  const isOnly = second === undefined || first.code.toLowerCase() === sought || (isOf(first) && !isOf(second))
  return isOnly ? { kind: 'one', code: first.code } : { kind: 'several' }
}

/** What is said of a text that is not taken: it names nothing, or several. */
export function unknownText(typed: string, entries: readonly Pickable[], words: PickTexts): string {
  return namedBy(typed, entries).kind === 'none' ? words.unknown(typed) : words.several(typed)
}
