import type { SqlRow } from '#database/sql-engine'
import type { CouponState } from '#domain/coupon/coupon'
import type { OwnNumber } from '#domain/lifecycle/lifecycle-store'
import type { CouponChange, StoredCoupon } from '#domain/lifecycle/stored-coupon'
import { isSealedForm, mustBeSealed, ownForm, sealedForm } from '#store/members/stored-form'
import { orderPlaces, seqOfRow } from '#store/tables/coupon'
import { keyOfStore, noKey, type TextKind } from '#store/tables/sealed-text'
import type { MemberWriterParts } from './shared-parts.ts'
import { findTexts, storeTexts } from './store-texts.ts'
import { TextOwner } from './text-owner.ts'

/**
 * Stored references of order ids, request numbers and reasons in one transaction. Reasons are always encrypted. An id is encrypted if it
 * contains a phone: that depends only on the id, so equal ids always have equal references.
 */
export class StoredForms {
  /** Member whose key encrypts the texts. */
  readonly owner: TextOwner
  readonly #parts: MemberWriterParts
  readonly #known = new Map<string, Readonly<{ form: string; keyNo: number }>>()
  /** Ids that would be sealed and are not stored. */
  readonly #missing = new Set<string>()
  /** The sealed order ids of coupons, by the numbers of the coupons. */
  readonly #orders = new Map<number, string>()

  constructor(parts: MemberWriterParts) {
    this.#parts = parts
    this.owner = new TextOwner(parts.unit, parts.origin.sellerId)
  }

  /**
   * Remembers owner and stored order id of each coupon, so that an unchanged order id is written back as it was: an erasure makes it
   * unreadable and leaves its reference.
   * @param rows of `storedCoupon`
   */
  read(rows: readonly SqlRow[]): void {
    this.owner.concernCoupons(rows)
    for (const row of rows) {
      const form = orderPlaces.map((place) => row[place]).find(isSealedForm)
      if (form === undefined) this.#orders.delete(seqOfRow(row))
      else this.#orders.set(seqOfRow(row), form)
    }
  }

  /** Others may have stored ids that were missing. */
  forgetMissing(): void {
    this.#missing.clear()
  }

  /** Reuses the stored reference of this id in the rest of the transaction. */
  knowId(id: string, form: string): void {
    this.#known.set(`id ${id}`, { form, keyNo: keyOfStore })
  }

  /**
   * The form under which an id is stored, without sealing anything.
   * @returns undefined for an id that would be sealed and never was: no row holds it
   */
  async findId(id: string): Promise<string | undefined> {
    if (!mustBeSealed(id)) return id
    const known = this.#known.get(`id ${id}`)
    if (known !== undefined || this.#missing.has(id)) return known?.form
    const found = (await findTexts(this.#parts, 'id', [id])).get(id)
    if (found === undefined) this.#missing.add(id)
    else this.#known.set(`id ${id}`, { form: sealedForm(found.ref), keyNo: found.keyNo })
    return found && sealedForm(found.ref)
  }

  /** The form of an order id. @returns a promise only where its text is sealed now */
  ofId(id: string): string | Promise<string> {
    return mustBeSealed(id) ? this.#sealed('id', id) : id
  }

  /** The form of the work's request number, at its end. @returns a promise only where it is sealed now */
  ofRequestNumber(number: string | OwnNumber): string | Promise<string> {
    if (typeof number !== 'string') return ownForm(number)
    if (!mustBeSealed(number)) return number
    // It is never shown, so of somebody who was erased only the lookup is kept.
    const findKey = async () => ((await this.owner.find()).kind === 'erased' ? noKey : this.owner.keyNo())
    return sealed(this.#parts, { kind: 'id', text: number, findKey, isMissing: this.#missing.delete(number) })
  }

  /** The form of a reason, whose text is sealed now. An empty one stays empty. */
  ofReason<Reason extends string | undefined>(reason: Reason): Reason | Promise<string> {
    return reason === undefined || reason === '' ? reason : this.#sealed('text', reason)
  }

  /** A step as it is stored. */
  async ofChange({ from, to, reason, ...change }: CouponChange): Promise<CouponChange> {
    const [before, after] = [orderIdOf(from.state), orderIdOf(to.state)]
    const formBefore = before && (this.#orders.get(from.seq) ?? (await this.ofId(before)))
    const formAfter = after && (after === before ? formBefore : await this.ofId(after))
    return {
      ...change,
      from: withForm(from, formBefore),
      to: withForm(to, formAfter),
      reason: await this.ofReason(reason),
    }
  }

  async #sealed(kind: TextKind, text: string): Promise<string> {
    const known = this.#known.get(`${kind} ${text}`)
    if (known?.keyNo === keyOfStore) return known.form
    let keyNo: number = keyOfStore
    const findKey = async () => {
      keyNo = await this.owner.keyNo()
      return keyNo
    }
    // The work may concern others by now.
    if (known !== undefined && known.keyNo === (await findKey())) return known.form
    const isMissing = kind === 'id' && this.#missing.delete(text)
    const form = await sealed(this.#parts, { kind, text, findKey, isMissing })
    this.#known.set(`${kind} ${text}`, { form, keyNo })
    return form
  }
}

function orderIdOf(state: CouponState): string | undefined {
  if (state.kind === 'held') return state.orderId
  return state.kind === 'used' ? state.redemption?.orderId : undefined
}

/** A coupon with its order id, if it has one, in this form. */
function withForm(coupon: StoredCoupon, orderId: string | undefined): StoredCoupon {
  const { state } = coupon
  if (orderId === undefined || orderIdOf(state) === orderId) return coupon
  if (state.kind === 'held') return { ...coupon, state: { ...state, orderId } }
  if (state.kind !== 'used' || state.redemption === undefined) return coupon
  return { ...coupon, state: { kind: 'used', redemption: { ...state.redemption, orderId } } }
}

/**
 * The form of a reason outside of steps of coupons, whose text is sealed now. An empty one stays empty.
 * @param keyNo the member that it is about; 0 where it is not about one
 */
export async function sealedReason<Reason extends string | undefined>(
  parts: MemberWriterParts,
  reason: Reason,
  keyNo: number,
): Promise<Reason | string> {
  if (reason === undefined || reason === '') return reason
  return sealed(parts, { kind: 'text', text: reason, findKey: async () => keyNo })
}

/**
 * The form under which an id would be stored, without sealing anything.
 * @returns undefined for an id that would be sealed and never was: no row holds it
 */
export async function findForm(
  parts: Pick<MemberWriterParts, 'unit' | 'identifiers' | 'origin'>,
  id: string,
): Promise<string | undefined> {
  if (!mustBeSealed(id)) return id
  const found = (await findTexts(parts, 'id', [id])).get(id)
  return found === undefined ? undefined : sealedForm(found.ref)
}

/** The form under which a request number would be stored, like `findForm`. */
export function findNumberForm(
  parts: Pick<MemberWriterParts, 'unit' | 'identifiers' | 'origin'>,
  number: string | OwnNumber,
): string | Promise<string | undefined> {
  if (typeof number !== 'string') return ownForm(number)
  return mustBeSealed(number) ? findForm(parts, number) : number
}

type TextToSeal = Readonly<{
  kind: TextKind
  text: string
  findKey: () => Promise<number>
  /** It was looked for, and is not stored. */
  isMissing?: boolean
}>

async function sealed(
  parts: MemberWriterParts,
  { kind, text, findKey, isMissing = false }: TextToSeal,
): Promise<string> {
  const findKeys = async () => {
    const keyNo = await findKey()
    return () => keyNo
  }
  const known = isMissing ? new Map() : undefined
  const ref = (await storeTexts(parts, { kind, texts: [text], findKeys, known })).get(text)
  if (ref === undefined) throw new Error('a text was stored without a number')
  return sealedForm(ref)
}
