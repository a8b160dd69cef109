import type { SqlValue } from '#database/sql-engine'
import { pageCoupon } from './coupon.ts'
import type { FilterColumn, NarrowStatements } from './coupon-lists.ts'

/** What a merged list is found by: coupons under any of the keys. A phone besides the first key counts without a card. */
export type MergedKeys = Readonly<{
  first: Readonly<{ column: 'phone_ref' | 'card_ref'; ref: number }>
  cardRefs: readonly number[]
  phoneRefs: readonly number[]
  /** Where phone and card are given: under every key, only the coupons of this card. */
  cardRef?: number | undefined
}>

type Part = Readonly<{ test: string; values: readonly number[] }>

function partsOf({ first, cardRefs, phoneRefs, cardRef }: MergedKeys): readonly Part[] {
  if (cardRef !== undefined) {
    // COALESCE keeps planners from the key of the card, under which a shop has many coupons.
    const test = 'phone_ref = ? AND COALESCE(card_ref, 0) = ?'
    return [first.ref, ...padded(phoneRefs)].map((ref) => ({ test, values: [ref, cardRef] }))
  }
  return [
    { test: `${first.column} = ?`, values: [first.ref] },
    ...padded(cardRefs).map((ref) => ({ test: 'card_ref = ?', values: [ref] })),
    ...padded(phoneRefs).map((ref) => ({ test: 'phone_ref = ? AND COALESCE(card_ref, 0) = 0', values: [ref] })),
  ]
}

/**
 * The numbers of coupons under several keys, in order, each once, with columns to filter by. Of each key no more is read
 * than the list may have, so a part of a long list costs about the same, wherever it is.
 */
function mergedList(keys: MergedKeys, columns: string): string {
  const parts = partsOf(keys).map(
    ({ test }) => `SELECT * FROM (
    SELECT ${columns} FROM coupon WHERE seller_id = ? AND ${test} AND seq > ? ORDER BY seq LIMIT ?) part`,
  )
  return `FROM (${parts.join(' UNION ')}) merged ORDER BY seq LIMIT ?`
}

/** The values for the list in a statement. */
export function mergedValues(
  sellerId: string,
  keys: MergedKeys,
  { afterSeq, limit }: Readonly<{ afterSeq: number; limit: number }>,
): readonly SqlValue[] {
  return [...partsOf(keys).flatMap(({ values }) => [sellerId, ...values, afterSeq, limit]), limit]
}

/** As `narrowStatements`, for several keys: the values of `mergedValues` take the place of seller, key, number and size. */
export function mergedStatements(keys: MergedKeys, filters: readonly FilterColumn[]): NarrowStatements {
  return shaped(keys, `page ${filters.join(' ')}`, () => {
    const columns = ['seq', ...filters].join(', ')
    const list = mergedList(keys, columns)
    const tests = filters.map((filter) => `${filter} = ?`).join(' AND ')
    const numbers = `SELECT seq FROM (SELECT ${columns} ${list}) listed
      ${tests === '' ? '' : `WHERE ${tests}`} ORDER BY seq LIMIT ? OFFSET ?`
    const match = tests === '' ? '1' : `CASE WHEN ${tests} THEN 1 END`
    return {
      findRows: `SELECT ${pageCoupon.of('c')} FROM (${numbers}) page
        JOIN coupon c ON c.seller_id = ? AND c.seq = page.seq ORDER BY page.seq`,
      measureBlock: `SELECT COUNT(*), MAX(seq), COUNT(is_match) FROM (
        SELECT seq, ${match} AS is_match FROM (SELECT ${columns} ${list}) merged_list) listed`,
    }
  })
}

/** Statements of a search over several keys, as `searchStatements` has them for one. */
export type MergedSearch = Readonly<{ findBound: string; search: string }>

/**
 * @param texts builds them from the list of numbers
 */
export function mergedSearch(keys: MergedKeys, texts: (list: string) => MergedSearch): MergedSearch {
  return shaped(keys, 'search', () => texts(mergedList(keys, 'seq')))
}

const shapes = new Map<string, unknown>()

/** Statements are built once per number of keys, which is padded, so there are few. */
function shaped<Statements>(keys: MergedKeys, purpose: string, build: () => Statements): Statements {
  const shape = `${purpose} ${partsOf(keys).map(({ test }) => test)}`
  const known = shapes.get(shape)
  // The purpose is part of the shape, so what is known has the same type.
  if (known !== undefined) return known as Statements
  const built = build()
  shapes.set(shape, built)
  return built
}

/** To the next power of two; from 64 on to the next multiple. A key given twice changes nothing. */
function padded(refs: readonly number[]): readonly number[] {
  const last = refs.at(-1)
  if (last === undefined) return refs
  let width = 1
  while (width < refs.length) width = width < maxDoubled ? width * 2 : width + maxDoubled
  return [...refs, ...Array<number>(width - refs.length).fill(last)]
}

const maxDoubled = 64
