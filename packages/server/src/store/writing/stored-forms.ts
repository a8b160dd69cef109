import type { CouponState } from '#domain/coupon/coupon'
import type { CouponChange } from '#domain/lifecycle/lifecycle-store'
import { looksNaming, sealedForm } from '#store/members/stored-form'
import type { NamingParts } from './naming-parts.ts'
import { findTexts, storeTexts } from './store-texts.ts'

/**
 * The stored forms of order ids, request numbers and reasons, in one work. Reasons are sealed always. An id is sealed if it
 * contains a phone: that depends on the id alone, so equal ids have equal forms for good.
 */
export class StoredForms {
  readonly #parts: NamingParts
  readonly #known = new Map<string, string>()

  constructor(parts: NamingParts) {
    this.#parts = parts
  }

  /** The form of an order id or request number, whose text is sealed now if it is to be. */
  async ofId(id: string): Promise<string> {
    return looksNaming(id) ? this.#sealed(id) : id
  }

  /** The form of a reason, whose text is sealed now. An empty one stays empty. */
  async ofReason<Reason extends string | undefined>(reason: Reason): Promise<Reason | string> {
    return reason === undefined || reason === '' ? reason : this.#sealed(reason)
  }

  /** A step as it is stored. */
  async ofChange({ from, to, reason, ...change }: CouponChange): Promise<CouponChange> {
    return {
      ...change,
      from: { ...from, state: await this.#ofState(from.state) },
      to: { ...to, state: await this.#ofState(to.state) },
      reason: await this.ofReason(reason),
    }
  }

  async #ofState(state: CouponState): Promise<CouponState> {
    if (state.kind === 'held') return { ...state, orderId: await this.ofId(state.orderId) }
    if (state.kind !== 'used' || state.redemption === undefined) return state
    const { redemption } = state
    return { kind: 'used', redemption: { ...redemption, orderId: await this.ofId(redemption.orderId) } }
  }

  async #sealed(text: string): Promise<string> {
    const known = this.#known.get(text)
    if (known !== undefined) return known
    const form = await sealed(this.#parts, text)
    this.#known.set(text, form)
    return form
  }
}

/** The form of a reason outside of steps of coupons, whose text is sealed now. An empty one stays empty. */
export async function sealedReason<Reason extends string | undefined>(
  parts: NamingParts,
  reason: Reason,
): Promise<Reason | string> {
  return new StoredForms(parts).ofReason(reason)
}

/**
 * The form under which an id would be stored, without sealing anything.
 * @returns undefined for an id that would be sealed and never was: no row holds it
 */
export async function findForm(
  parts: Pick<NamingParts, 'unit' | 'identifiers' | 'origin'>,
  id: string,
): Promise<string | undefined> {
  if (!looksNaming(id)) return id
  const ref = (await findTexts(parts, [id])).get(id)
  return ref === undefined ? undefined : sealedForm(ref)
}

async function sealed(parts: NamingParts, text: string): Promise<string> {
  const ref = (await storeTexts(parts, [text])).get(text)
  if (ref === undefined) throw new Error('a text was stored without a number')
  return sealedForm(ref)
}
