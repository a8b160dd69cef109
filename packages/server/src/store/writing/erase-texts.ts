import type { SqlRow } from '#database/sql-engine'
import type { MemberNumber } from '#domain/members/member'
import { isSealedForm, refOfForm } from '#store/members/stored-form'
import { attributeRefOfRow, orderPlaces, seqOfRow } from '#store/tables/coupon'
import { findCouponsUnderKeyAfter } from '#store/tables/coupon-lists'
import { emptiedText, findTextsOfMember, keyOfStore, sealedTextOfRow, sealedTexts } from '#store/tables/sealed-text'
import type { MemberWriterParts } from './shared-parts.ts'
import { sealTextsAnew } from './store-texts.ts'
import { TextOwner } from './text-owner.ts'

/** Rows that are read at a time. */
const blockSize = 500

export type TextsToErase = Readonly<{
  /** The members whose keys are destroyed. */
  memberNos: ReadonlySet<MemberNumber>
  /** Phones that others hold too, and cards that are others' again: coupons with them may be of somebody who stays. */
  phoneRefs: readonly number[]
  cardRefs: readonly number[]
}>

/**
 * Empties the texts that are under the keys of members, but for attributes and order ids of coupons that belong to somebody who stays:
 * those get that one's key. The caller has locked the texts of the seller.
 */
export async function eraseTexts(parts: MemberWriterParts, erased: TextsToErase): Promise<void> {
  const { unit, origin } = parts
  for (const memberNo of erased.memberNos) {
    for (;;) {
      // Each round takes texts away from the key, so the rows found are new.
      const rows = await unit.all(findTextsOfMember({ sellerId: origin.sellerId, keyNo: memberNo, limit: blockSize }))
      if (rows.length === 0) break
      await eraseSome(parts, erased, rows)
    }
  }
  parts.texts?.forget()
}

async function eraseSome(parts: MemberWriterParts, erased: TextsToErase, rows: readonly SqlRow[]): Promise<void> {
  const { unit, head, identifiers, origin } = parts
  const texts = rows.map(sealedTextOfRow)
  const kept = await keysOfOthers(parts, erased, new Set(texts.map(({ ref }) => ref)))
  const open = await identifiers.opener('text', origin.sellerId, [...erased.memberNos])
  for (const row of rows) {
    const { ref, sealed, keyNo } = sealedTextOfRow(row)
    const keptUnder = kept.get(ref)
    const text = keptUnder === undefined ? undefined : sealed && open(sealed, { ref, keyNo })
    if (keptUnder !== undefined && text !== undefined) {
      await sealTextsAnew(parts, [{ row, text, keyNo: keptUnder }])
      continue
    }
    const changed = emptiedText(row)
    await unit.run(sealedTexts.setSeal(changed))
    head.changeMemberRows([{ table: 'sealed_text', rows: [changed] }], [{ table: 'sealed_text', rows: [row] }])
  }
}

/** The keys of texts that coupons of somebody who stays have, by the numbers of the texts. */
async function keysOfOthers(
  parts: MemberWriterParts,
  { memberNos, phoneRefs, cardRefs }: TextsToErase,
  texts: ReadonlySet<number>,
): Promise<ReadonlyMap<number, number>> {
  const { unit, origin } = parts
  const keys = new Map<number, number>()
  const keep = (ref: number, keyNo: number) => keys.set(ref, (keys.get(ref) ?? keyNo) === keyNo ? keyNo : keyOfStore)
  for await (const row of couponsUnder(parts, { phone_ref: phoneRefs, card_ref: cardRefs })) {
    const refs = textRefsOfRow(row).filter((ref) => texts.has(ref))
    if (refs.length === 0) continue
    const found = new TextOwner(unit, origin.sellerId)
    found.concernCoupons([row])
    const owner = await found.find()
    if (owner.kind === 'several') for (const ref of refs) keep(ref, keyOfStore)
    if (owner.kind === 'member' && !memberNos.has(owner.memberNo)) for (const ref of refs) keep(ref, owner.memberNo)
  }
  return keys
}

async function* couponsUnder(
  { unit, origin }: MemberWriterParts,
  refsByKey: Readonly<Record<'phone_ref' | 'card_ref', readonly number[]>>,
): AsyncGenerator<SqlRow> {
  for (const key of ['phone_ref', 'card_ref'] as const) {
    for (const ref of refsByKey[key]) {
      for (let [after, isMore] = [0, true]; isMore; ) {
        const rows = await unit.all(
          findCouponsUnderKeyAfter[key]({ sellerId: origin.sellerId, ref, afterSeq: after, limit: blockSize }),
        )
        yield* rows
        const last = rows.at(-1)
        isMore = last !== undefined && rows.length === blockSize
        if (last !== undefined) after = seqOfRow(last)
      }
    }
  }
}

/** The numbers of the texts that a coupon shows. */
function textRefsOfRow(row: SqlRow): readonly number[] {
  const attribute = attributeRefOfRow(row)
  const orders = orderPlaces.map((place) => row[place]).filter(isSealedForm)
  return [...(attribute === undefined ? [] : [attribute]), ...orders.map(refOfForm)]
}
