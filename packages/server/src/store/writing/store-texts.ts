import { hexOf } from '#database/record'
import type { SqlRow } from '#database/sql-engine'
import { allInList, listsOf } from '#database/table'
import { lookupOf } from '#store/members/identifiers'
import { textCounter } from '#store/tables/counter'
import {
  findSealedTexts,
  findTextRefs,
  insertSealedText,
  keyOfStore,
  noKey,
  sealedTextOfRow,
  sealedTexts,
  type TextKind,
  textKindCodes,
  textRefOfRow,
} from '#store/tables/sealed-text'
import type { MemberWriterParts } from './shared-parts.ts'
import { takeNumbers } from './take-numbers.ts'
import type { FoundText } from './text-owner.ts'

/** Sealing a thousand takes longer than other calls should wait. */
const sealedAtOnce = 250

/** The member whose key is to seal a text, `keyOfStore`, or `noKey` to keep the lookup of an id only. */
export type KeyOfText = (text: string) => number

export type TextsToStore = Readonly<{
  kind: TextKind
  texts: readonly string[]
  /** Asked for only if a text is new or under the key of a member. */
  findKeys: () => Promise<KeyOfText>
  /** The stored ones, if they were looked up. */
  known?: ReadonlyMap<string, FoundText> | undefined
}>

/**
 * Finds texts in `sealed_text`, and adds those that are missing. One that was under the key of another member is everybody's from now
 * on; an id that was erased is sealed again. Call it before rows of coupons are changed: every work takes the counter of texts and rows
 * of coupons in this order.
 * @returns the number of each text
 */
export async function storeTexts(
  parts: MemberWriterParts,
  { kind, texts, findKeys, known: looked }: TextsToStore,
): Promise<ReadonlyMap<string, number>> {
  const different = [...new Set(texts)]
  if (different.length === 0) return new Map()
  const known = looked ?? parts.texts?.find(kind, different) ?? (await findTexts(parts, kind, different))
  const undecided = different.filter((text) => known.get(text)?.keyNo !== keyOfStore)
  if (undecided.length === 0) return refsOf(known)
  const keyOf = await findKeys()
  const open = undecided.filter((text) => newKeyOf(known.get(text), keyOf(text)) !== undefined)
  if (open.length === 0) return refsOf(known)
  const changes = open.flatMap((text) => {
    const keyNo = newKeyOf(known.get(text), keyOf(text))
    return keyNo === undefined ? [] : [{ text, ref: known.get(text)?.ref, keyNo }]
  })
  await sealKnownTexts(
    parts,
    changes.flatMap(({ ref, ...one }) => (ref === undefined ? [] : [{ ...one, ref }])),
  )
  const missing = changes.filter(({ ref }) => ref === undefined)
  const numbers = await insertTexts(parts, kind, missing)
  for (const { text, keyNo, ref = numbers.get(text) } of changes) {
    if (ref !== undefined) parts.texts?.set(kind, text, { ref, keyNo })
  }
  return new Map([...refsOf(known), ...numbers])
}

/** The key that a text gets now; undefined where it stays as it is stored. @param wanted by the present work */
function newKeyOf(found: FoundText | undefined, wanted: number): number | undefined {
  if (found === undefined) return wanted
  if (found.keyNo === wanted || found.keyNo === keyOfStore || wanted === noKey) return undefined
  return found.keyNo === noKey ? wanted : keyOfStore
}

/** Looks up which of the texts are stored. */
export async function findTexts(
  { unit, identifiers, origin }: Pick<MemberWriterParts, 'unit' | 'identifiers' | 'origin'>,
  kind: TextKind,
  texts: readonly string[],
): Promise<ReadonlyMap<string, FoundText>> {
  const { sellerId } = origin
  const all = new Map<string, FoundText>()
  const lookupsOf = (text: string) =>
    kind === 'id' ? identifiers.lookupsOfId(sellerId, text) : identifiers.lookupsOf('text', sellerId, text)
  const named = texts.flatMap((text) => lookupsOf(text).map((lookup) => ({ lookup, text })))
  const byLookup = new Map(named.map(({ lookup, text }) => [hexOf(lookup), text]))
  const textLookups = named.map(({ lookup }) => lookup)
  for (const row of await allInList(unit, findTextRefs, { sellerId, textKind: textKindCodes[kind], textLookups })) {
    const { lookup, ref, keyNo } = textRefOfRow(row)
    const text = lookup && byLookup.get(hexOf(lookup))
    if (text !== undefined) all.set(text, { ref, keyNo })
  }
  return all
}

function refsOf(found: ReadonlyMap<string, FoundText>): ReadonlyMap<string, number> {
  return new Map([...found].map(([text, { ref }]) => [text, ref]))
}

/** Seals rows under other keys. An id that was erased before the master key was changed gets its present index. */
export async function sealTextsAnew(
  { unit, identifiers, origin, head }: MemberWriterParts,
  texts: readonly Readonly<{ row: SqlRow; text: string; keyNo: number }>[],
): Promise<void> {
  const { sellerId } = origin
  const { keys } = head
  const places = texts.map(({ row, text, keyNo }) => ({ text, keyNo, ref: sealedTextOfRow(row).ref }))
  const sealed = await identifiers.sealAll('text', { sellerId, keys }, places)
  for (const [place, { row, text, keyNo }] of texts.entries()) {
    const indexed = sealedTexts.indexedAnew(row, lookupOf(keys, 'text', { sellerId, text }))
    const changed = sealedTexts.sealedAnew(indexed, sealed[place], keyNo)
    await unit.run(sealedTexts.setSeal(changed))
    head.changeMemberRows([{ table: 'sealed_text', rows: [changed] }], [{ table: 'sealed_text', rows: [row] }])
  }
}

async function sealKnownTexts(
  parts: MemberWriterParts,
  texts: readonly Readonly<{ text: string; ref: number; keyNo: number }>[],
): Promise<void> {
  const byRef = new Map(texts.map((one) => [one.ref, one]))
  for (const list of listsOf([...byRef.keys()], sealedAtOnce)) {
    const rows = await allInList(parts.unit, findSealedTexts, { sellerId: parts.origin.sellerId, refs: list })
    const changed = rows.flatMap((row) => {
      const one = byRef.get(sealedTextOfRow(row).ref)
      return one === undefined ? [] : [{ row, text: one.text, keyNo: one.keyNo }]
    })
    await sealTextsAnew(parts, changed)
  }
}

async function insertTexts(
  parts: MemberWriterParts,
  kind: TextKind,
  texts: readonly Readonly<{ text: string; keyNo: number }>[],
): Promise<ReadonlyMap<string, number>> {
  if (texts.length === 0) return new Map()
  const { sellerId } = parts.origin
  const first = await takeNumbers(parts.unit, { sellerId, name: textCounter }, texts.length)
  const numbered = texts.map(({ text, keyNo }, place) => ({ text, keyNo, ref: first + place }))
  for (const [place, list] of listsOf(numbered, sealedAtOnce).entries()) {
    // Lets other calls in between.
    if (place > 0) await parts.unit.flush()
    await insertRows(parts, kind, list)
  }
  return new Map(numbered.map(({ text, ref }) => [text, ref]))
}

type NumberedText = Readonly<{ text: string; ref: number; keyNo: number }>

async function insertRows(parts: MemberWriterParts, kind: TextKind, texts: readonly NumberedText[]): Promise<void> {
  const { unit, identifiers, origin, head } = parts
  const { sellerId } = origin
  const { keys } = head
  const places = texts.map(({ text, ref, keyNo }) => ({ text, ref, keyNo: keyNo === noKey ? keyOfStore : keyNo }))
  const sealed = await identifiers.sealAll('text', { sellerId, keys }, places)
  const rows = texts.map(({ text, ref, keyNo }, place) =>
    insertSealedText.encode({
      seller_id: sellerId,
      text_ref: ref,
      text_kind: textKindCodes[kind],
      text_lookup: lookupOf(keys, 'text', { sellerId, text }),
      text_sealed: keyNo === noKey ? undefined : sealed[place],
      key_no: keyNo,
    }),
  )
  unit.insert(insertSealedText.text, rows)
  head.changeMemberRows([{ table: 'sealed_text', rows }])
}
