import { join, p, type Sql, sql } from '#database/statement'
import { type FilterColumn, isMatch, type ListPart, type NarrowStatements, pageOfList } from './coupon-lists.ts'

/** What a merged list is found by: coupons under any of the keys. A phone besides the first key counts without a card. */
export type MergedKeys = Readonly<{
  first: Readonly<{ column: 'phone_ref' | 'card_ref'; ref: number }>
  cardRefs: readonly number[]
  phoneRefs: readonly number[]
  /** If phone and card are given: only the coupons of this card, under every key. */
  cardRef?: number | undefined
}>

/** The part of `ListPart` that the numbers of coupons take. */
export type MergedPart = Pick<ListPart, 'sellerId' | 'refs' | 'cardRef' | 'afterSeq' | 'size'>

type Part = Readonly<{ test: (ref: Sql<MergedPart>) => Sql<MergedPart>; ref: number }>

function partsOf({ first, cardRefs, phoneRefs, cardRef }: MergedKeys): readonly Part[] {
  // COALESCE keeps planners from the key of cards, under which a shop has many coupons.
  if (cardRef !== undefined) return [first.ref, ...padded(phoneRefs)].map((ref) => ({ test: ofPhoneAndCard, ref }))
  return [
    { test: (ref) => sql`${first.column} = ${ref}`, ref: first.ref },
    ...padded(cardRefs).map((ref) => ({ test: ofCard, ref })),
    ...padded(phoneRefs).map((ref) => ({ test: ofPhone, ref })),
  ]
}

const ofPhoneAndCard: Part['test'] = (ref) =>
  sql`phone_ref = ${ref} AND COALESCE(card_ref, 0) = ${p.numberOrNull('cardRef')}`
const ofCard: Part['test'] = (ref) => sql`card_ref = ${ref}`
const ofPhone: Part['test'] = (ref) => sql`phone_ref = ${ref} AND COALESCE(card_ref, 0) = 0`

/**
 * The numbers of coupons under several keys, in order, each once, with columns to filter by. Of each key no more is read
 * than the list may have, so a part of a long list costs about the same, wherever it is.
 */
function mergedList(keys: MergedKeys, columns: string, { after, order }: Direction = forwards): Sql<MergedPart> {
  const parts = partsOf(keys).map(
    ({ test }, place) => sql`SELECT * FROM (
    SELECT ${columns} FROM coupon WHERE seller_id = ${p.text('sellerId')} AND ${test(p.numberAt('refs', place))}
      AND seq ${after} ${p.number('afterSeq')} ORDER BY seq ${order} LIMIT ${p.number('size')}) part`,
  )
  return sql`FROM (${join(parts, ' UNION ')}) merged ORDER BY seq ${order} LIMIT ${p.number('size')}`
}

/** Which way a list is walked: `after` compares a position with that of the row before. */
export type Direction = Readonly<{ after: '>' | '<'; order: 'ASC' | 'DESC' }>

export const forwards: Direction = { after: '>', order: 'ASC' }
/** Newest first. Engines walk the same keys backwards. */
export const backwards: Direction = { after: '<', order: 'DESC' }

/** The values of the keys in a statement. */
export function mergedValues(keys: MergedKeys): Pick<ListPart, 'keyValue' | 'refs' | 'cardRef'> {
  return { keyValue: undefined, refs: partsOf(keys).map(({ ref }) => ref), cardRef: keys.cardRef }
}

/** Like `narrowStatements`, for several keys. */
export function mergedStatements(keys: MergedKeys, filters: readonly FilterColumn[]): NarrowStatements {
  return shaped(keys, `page ${filters.join(' ')}`, () => {
    const columns = ['seq', ...filters].join(', ')
    const list = sql`SELECT ${columns} ${mergedList(keys, columns)}`
    return {
      findRows: pageOfList(list, filters),
      measureBlock: sql`SELECT COUNT(*), MAX(seq), COUNT(is_match) FROM (
        SELECT seq, ${isMatch(filters)} AS is_match FROM (${list}) merged_list) listed`,
    }
  })
}

/** Statements over the numbers of coupons under several keys; built once per number of keys. */
export function overMerged<Statements>(
  keys: MergedKeys,
  statements: (list: Sql<MergedPart>) => Statements,
  direction: Direction = forwards,
): Statements {
  return shaped(keys, `search ${direction.order}`, () => statements(mergedList(keys, 'seq', direction)))
}

const shapes = new Map<string, unknown>()

/** Statements are built once per number of keys, which is padded, so there are few. */
function shaped<Statements>(keys: MergedKeys, purpose: string, build: () => Statements): Statements {
  const { first, cardRefs, phoneRefs, cardRef } = keys
  const widths = [padded(cardRefs).length, padded(phoneRefs).length, cardRef === undefined]
  const shape = `${purpose} ${first.column} ${widths}`
  const known = shapes.get(shape)
  // The purpose is part of the shape, so what is known has the same type.
  if (known !== undefined) return known as Statements
  const built = build()
  shapes.set(shape, built)
  return built
}

/** Pads to the next power of two; from 64 on to the next multiple. A repeated key changes nothing. */
function padded(refs: readonly number[]): readonly number[] {
  const last = refs.at(-1)
  if (last === undefined) return refs
  let width = 1
  while (width < refs.length) width = width < maxDoubled ? width * 2 : width + maxDoubled
  return [...refs, ...Array<number>(width - refs.length).fill(last)]
}

const maxDoubled = 64
