import { paddedList, textForList } from '#database/in-list'
import { lookupOf } from '#store/members/identifiers'
import { listsOf } from '#store/members/lists-of'
import { addToCounter, findCounter, insertCounter, textCounter, touchCounter } from '#store/tables/counter'
import { findTextRefs, insertSealedText, textRefOfRow } from '#store/tables/sealed-text'
import type { NamingParts } from './naming-parts.ts'

/** Sealing a thousand takes longer than other calls should wait. */
const sealedAtOnce = 250

/** The key of all sellers seals texts, not that of a member. */
const keyNo = 0

/**
 * Finds texts in `sealed_text`, and adds those that are missing. Call it before rows of coupons are changed: every work
 * takes the counter of texts and rows of coupons in this order.
 * @returns the number of each text
 */
export async function storeTexts(parts: NamingParts, texts: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const different = [...new Set(texts)]
  if (different.length === 0) return new Map()
  const known = await findTexts(parts, different)
  const unknown = different.filter((text) => !known.has(text))
  if (unknown.length === 0) return known
  const { unit, origin } = parts
  const isCounted = (await unit.run(touchCounter, [origin.sellerId, textCounter])) > 0
  // The lock on the counter may have been waited for, while another work added some of the texts.
  const added = isCounted ? await findTexts(parts, unknown) : new Map<string, number>()
  const missing = unknown.filter((text) => !added.has(text))
  const numbers = await insertTexts(parts, missing, isCounted)
  return new Map([...known, ...added, ...numbers])
}

/** The numbers of those texts that are stored. */
export async function findTexts(
  { unit, identifiers, origin }: Pick<NamingParts, 'unit' | 'identifiers' | 'origin'>,
  texts: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { sellerId } = origin
  const refs = new Map<string, number>()
  const named = texts.flatMap((text) =>
    identifiers.lookupsOf('text', sellerId, text).map((lookup) => ({ lookup, text })),
  )
  const byLookup = new Map(named.map(({ lookup, text }) => [hexOf(lookup), text]))
  for (const list of listsOf(named)) {
    const padded = paddedList(list.map(({ lookup }) => lookup))
    for (const row of await unit.all(textForList(findTextRefs, padded), [sellerId, ...padded])) {
      const { lookup, ref } = textRefOfRow(row)
      const text = lookup && byLookup.get(hexOf(lookup))
      if (text !== undefined) refs.set(text, ref)
    }
  }
  return refs
}

async function insertTexts(
  { unit, identifiers, origin, head }: NamingParts,
  texts: readonly string[],
  isCounted: boolean,
): Promise<ReadonlyMap<string, number>> {
  if (texts.length === 0) return new Map()
  const { sellerId } = origin
  const { keys } = head
  const [newest] = (await unit.one(findCounter, [sellerId, textCounter])) ?? []
  let ref = Number(newest ?? 0)
  if (isCounted) await unit.run(addToCounter, [texts.length, sellerId, textCounter])
  else {
    const record = { seller_id: sellerId, counter_name: textCounter, counter_value: texts.length, version: 1 }
    unit.insert(insertCounter.text, [insertCounter.encode(record)])
  }
  const refs = new Map<string, number>()
  for (const list of listsOf(texts, sealedAtOnce)) {
    const places = list.map((text) => {
      ref += 1
      refs.set(text, ref)
      return { text, ref, keyNo }
    })
    const sealed = await identifiers.sealAll('text', { sellerId, keys }, places)
    const rows = places.map(({ text, ref: textRef }, place) =>
      insertSealedText.encode({
        seller_id: sellerId,
        text_ref: textRef,
        text_lookup: lookupOf(keys, 'text', { sellerId, text }),
        text_sealed: sealed[place],
        key_no: keyNo,
      }),
    )
    unit.insert(insertSealedText.text, rows)
    head.changeMemberRows([{ table: 'sealed_text', rows }])
    // Lets other calls in between.
    await unit.flush()
  }
  return refs
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')
}
