import { LRUCache } from 'lru-cache'
import { readValue } from '#database/read-value'
import type { SqlReader } from '#database/sql-engine'
import type { Named } from '#domain/members/name-members'
import type { FindHead, SellerHead } from '#store/heads/seller-heads'
import { findCardRef } from '#store/tables/member-card'
import { findPhoneRef } from '#store/tables/member-phone'
import type { IdentifierKind, Identifiers } from './identifiers.ts'

/** The numbers under which coupons name a phone and a card. */
export type CouponKeys = Readonly<{
  phoneRef: number | undefined
  cardRef: number | undefined
  /** Names the keys, and since when this process knows them; equal texts mean equal answers to the same question. */
  tag: string
}>

type KnownKeys = Readonly<{ identityVersion: number; sinceVersion: number; keys: CouponKeys }>

export type CouponKeysParts = Readonly<{ reader: SqlReader; identifiers: Identifiers; findHead: FindHead }>

/** Finds out under which keys the coupons of a phone and a card are. What was found is valid until identities of the seller change. */
export class CouponKeyFinder {
  readonly #reader: SqlReader
  readonly #identifiers: Identifiers
  readonly #findHead: FindHead
  readonly #known = new LRUCache<string, KnownKeys>({ max: maxKnown })

  constructor({ reader, identifiers, findHead }: CouponKeysParts) {
    this.#reader = reader
    this.#identifiers = identifiers
    this.#findHead = findHead
  }

  /** @returns undefined when the seller has no coupon with the phone or with the card */
  async find(sellerId: string, named: Named): Promise<CouponKeys | undefined> {
    if (named.phone === undefined && named.cardNo === undefined) return noKeys
    return this.findAt(await this.#findHead(sellerId), sellerId, named)
  }

  /** @param head read before, so that what is found is at least as new */
  async findAt(head: SellerHead | undefined, sellerId: string, named: Named): Promise<CouponKeys | undefined> {
    if (named.phone === undefined && named.cardNo === undefined) return noKeys
    const name = JSON.stringify([sellerId, named.phone, named.cardNo])
    const known = this.#known.get(name)
    if (known !== undefined && known.identityVersion === head?.identityVersion) return known.keys
    const refs = await this.#read(sellerId, named)
    if (refs === undefined) return undefined
    const identityVersion = head?.identityVersion ?? 0
    const text = `${refs.phoneRef ?? ''} ${refs.cardRef ?? ''}`
    // A tag must not come back after other keys were in use in between, or a page read then would be given again.
    const isSame = known?.keys.tag === `${text} ${known?.sinceVersion}`
    const sinceVersion = isSame && known !== undefined ? known.sinceVersion : identityVersion
    const keys = { ...refs, tag: `${text} ${sinceVersion}` }
    if (head !== undefined) this.#known.set(name, { identityVersion, sinceVersion, keys })
    return keys
  }

  async #read(sellerId: string, { phone, cardNo }: Named): Promise<Omit<CouponKeys, 'tag'> | undefined> {
    const phoneRef = phone === undefined ? undefined : await this.#findRef('phone', sellerId, phone)
    const cardRef = cardNo === undefined ? undefined : await this.#findRef('card', sellerId, cardNo)
    const isUnknown = (phone !== undefined && phoneRef === undefined) || (cardNo !== undefined && cardRef === undefined)
    return isUnknown ? undefined : { phoneRef, cardRef }
  }

  async #findRef(kind: IdentifierKind, sellerId: string, text: string): Promise<number | undefined> {
    const found = await readValue(this.#reader, findRef[kind], [
      sellerId,
      this.#identifiers.lookupOf(kind, sellerId, text),
    ])
    if (found === undefined) return undefined
    const ref = Number(found)
    this.#identifiers.remember(kind, text, { sellerId, ref })
    return ref
  }
}

const findRef: Readonly<Record<IdentifierKind, string>> = { phone: findPhoneRef, card: findCardRef }
const noKeys: CouponKeys = { phoneRef: undefined, cardRef: undefined, tag: '' }
const maxKnown = 65_536
