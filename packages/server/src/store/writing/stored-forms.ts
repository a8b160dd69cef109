import { planOnce } from '#database/plan-once'
import type { CouponState } from '#domain/coupon/coupon'
import type { CouponChange } from '#domain/lifecycle/lifecycle-store'
import type { Identifiers } from '#store/members/identifiers'
import { looksNaming, sealedForm } from '#store/members/stored-form'
import {
  type NamingLookups,
  type NamingTexts,
  namingKeys,
  namingQuery,
  namingTextsOfRows,
} from '#store/tables/naming-text'
import type { NamingParts } from './naming-parts.ts'
import { storeTexts } from './store-texts.ts'

/**
 * The stored forms of order ids, request numbers and reasons, in one work. Reasons are sealed always. An id is sealed if it
 * names somebody: if it contains a phone, or is a phone or card of the seller, or an equal text was sealed before.
 */
export class StoredForms {
  readonly #parts: NamingParts
  readonly #known = new Map<string, string>()
  /** The latest reason: a step of a thousand coupons has one. */
  #reason: Readonly<{ text: string | undefined; form: string | undefined }> = { text: undefined, form: undefined }
  readonly #source: NamingSource

  constructor(parts: NamingParts) {
    this.#parts = parts
    this.#source = { identifiers: parts.identifiers, sellerId: parts.origin.sellerId }
  }

  /** Keeps what a row shows, unless something is known of the id. */
  know(id: string, form: string): void {
    if (!this.#known.has(id)) this.#known.set(id, form)
  }

  /** Keeps what a query found of an id. */
  knowFound(id: string, found: NamingTexts): void {
    const lookups = namingLookups(this.#source, id)
    const ref = found.refOf(lookups)
    if (ref !== undefined) this.know(id, sealedForm(ref))
    else if (!looksNaming(id) && !found.isIdentifier(lookups)) this.know(id, id)
  }

  /** The form of an order id or request number, whose text is sealed now if it is to be. */
  async ofId(id: string): Promise<string> {
    const known = this.#known.get(id)
    if (known !== undefined) return known
    if (!looksNaming(id)) await this.#find(id)
    const form = this.#known.get(id) ?? (await sealed(this.#parts, id))
    this.know(id, form)
    return form
  }

  /** A step as it is stored. */
  async ofChange({ from, to, reason, ...change }: CouponChange): Promise<CouponChange> {
    return {
      ...change,
      from: { ...from, state: await this.#ofState(from.state) },
      to: { ...to, state: await this.#ofState(to.state) },
      reason: await this.#ofReason(reason),
    }
  }

  async #ofReason(text: string | undefined): Promise<string | undefined> {
    if (text !== this.#reason.text) this.#reason = { text, form: await sealedReason(this.#parts, text) }
    return this.#reason.form
  }

  async #ofState(state: CouponState): Promise<CouponState> {
    if (state.kind === 'held') return { ...state, orderId: await this.ofId(state.orderId) }
    if (state.kind !== 'used' || state.redemption === undefined) return state
    const { redemption } = state
    return { kind: 'used', redemption: { ...redemption, orderId: await this.ofId(redemption.orderId) } }
  }

  async #find(id: string): Promise<void> {
    const lookups = namingLookups(this.#source, id)
    const { unit, origin } = this.#parts
    this.knowFound(id, namingTextsOfRows(await unit.all(findNaming, namingKeys(origin.sellerId, lookups, lookups))))
  }
}

/** The form of a reason, whose text is sealed now. An empty one stays empty. */
export async function sealedReason<Reason extends string | undefined>(
  parts: NamingParts,
  reason: Reason,
): Promise<Reason | string> {
  return reason === undefined || reason === '' ? reason : sealed(parts, reason)
}

async function sealed(parts: NamingParts, text: string): Promise<string> {
  const ref = (await storeTexts(parts, [text])).get(text)
  if (ref === undefined) throw new Error('a text was stored without a number')
  return sealedForm(ref)
}

const findNaming = `${planOnce} ${namingQuery()}`

type NamingSource = Readonly<{ identifiers: Identifiers; sellerId: string }>

/** The indexes of an id. */
export function namingLookups({ identifiers, sellerId }: NamingSource, id: string): NamingLookups {
  return {
    text: identifiers.lookupOf('text', sellerId, id),
    phone: identifiers.lookupOf('phone', sellerId, id),
    card: identifiers.lookupOf('card', sellerId, id),
  }
}
