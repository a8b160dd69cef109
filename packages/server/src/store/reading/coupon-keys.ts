import { LRUCache } from 'lru-cache'
import type { SqlEngine, SqlReader } from '#database/sql-engine'
import { allInList } from '#database/table'
import { type KnownCard, maxMembersOfPhone, type Named, type PhoneMember } from '#domain/members/identity-resolution'
import type { FindHead, SellerHead } from '#store/events/seller-heads'
import type { Identifiers } from '#store/members/identifiers'
import { findKnownCards, knownCardOfRow } from '#store/tables/member-card'
import { findHeldPhones, heldPhoneOfRow } from '#store/tables/member-phone'
import { cardsOfRows, findOtherKeys, type OtherKeys, otherKeysOfRows } from '#store/tables/other-keys'
import { findPhonesOfMember, phoneMemberOfRow } from '#store/tables/phone-member'

/** The numbers under which coupons name a phone and a card. Keys with both refs find only the coupons that have both. */
export type CouponKeys = Readonly<{
  phoneRef: number | undefined
  /** Absent where phone and card name one member: then the keys of the phone find everything. */
  cardRef: number | undefined
  /** Other cards of the members that are named; none where a coupon must have both. */
  otherCardRefs: readonly number[]
  /** Phones under which coupons without a card count; where a coupon must have both, those of the card. */
  otherPhoneRefs: readonly number[]
  /** Names the keys, and since when this process knows them; equal texts mean equal answers to the same question. */
  tag: string
}>

type KnownKeys = Readonly<{ connections: number; identityVersion: number; sinceVersion: number; keys: CouponKeys }>

export type CouponKeysParts = Readonly<{
  engine: Pick<SqlEngine, 'reader' | 'connectionVersion'>
  identifiers: Identifiers
  findHead: FindHead
}>

/**
 * Finds out under which keys the coupons of a phone and a card are. What was found is valid until identities of the seller change, or a
 * connection breaks: a cluster that lost a commit gives its version and its numbers again, to others.
 */
export class CouponKeyFinder {
  readonly #engine: CouponKeysParts['engine']
  readonly #reader: SqlReader
  readonly #identifiers: Identifiers
  readonly #findHead: FindHead
  readonly #known = new LRUCache<string, KnownKeys>({ maxSize: maxKnown, sizeCalculation: () => 1 })

  constructor({ engine, identifiers, findHead }: CouponKeysParts) {
    this.#engine = engine
    this.#reader = engine.reader
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
    const connections = this.#engine.connectionVersion?.() ?? 0
    const latest = this.#known.get(name)
    const known = latest?.connections === connections ? latest : undefined
    if (known !== undefined && known.identityVersion === head?.identityVersion) return known.keys
    await this.#identifiers.knowKeys(head)
    const refs = await this.#read(sellerId, named)
    if (refs === undefined) return undefined
    const identityVersion = head?.identityVersion ?? 0
    const text = JSON.stringify([refs.phoneRef, refs.cardRef, refs.otherCardRefs, refs.otherPhoneRefs])
    // A tag must not repeat after other keys were used in between, or an old page would be served again.
    const isSame = known?.keys.tag === `${text} ${known?.sinceVersion}`
    const sinceVersion = isSame && known !== undefined ? known.sinceVersion : identityVersion
    const keys = { ...refs, tag: `${text} ${sinceVersion}` }
    if (head !== undefined) this.#known.set(name, { connections, identityVersion, sinceVersion, keys })
    return keys
  }

  async #read(sellerId: string, named: Named): Promise<Refs | undefined> {
    const { phone, cardNo } = named
    if (cardNo === undefined) return phone === undefined ? undefined : this.#readPhone(sellerId, phone)
    if (phone === undefined) return this.#readCard(sellerId, cardNo)
    return this.#readBoth(sellerId, { phone, cardNo })
  }

  /**
   * A phone of the card's member finds all that the card finds, and coupons of members who share it. If they name two members, a coupon
   * must have both.
   */
  async #readBoth(sellerId: string, { phone, cardNo }: Both): Promise<Refs | undefined> {
    const found = await this.#findPhone(sellerId, phone)
    const card = await this.#findCard(sellerId, cardNo)
    if (card === undefined) return undefined
    if (found !== undefined && namedMembers(found).includes(card.memberNo)) {
      const { sharedMemberNos, ...keys } = await this.#findOfPhone(sellerId, found)
      if (!sharedMemberNos.has(card.memberNo)) return keys
    }
    return this.#findWithBoth(sellerId, { phone, phoneRef: found?.phoneRef, card })
  }

  /** The phone may have got a number since for other users, while the card's member keeps the former one. */
  async #findWithBoth(
    sellerId: string,
    { phone, phoneRef: currentRef, card }: Readonly<{ phone: string; phoneRef: number | undefined; card: KnownCard }>,
  ): Promise<Refs | undefined> {
    // Nearly always every coupon of the card names the phone that the card was first named with.
    const isOfOnePhone = card.homePhoneRef === currentRef && !card.isUnlinked
    const refs = isOfOnePhone ? [] : await this.#findRefsHeld(sellerId, card.memberNo, phone)
    const [phoneRef, ...otherPhoneRefs] = new Set(currentRef === undefined ? refs : [currentRef, ...refs])
    if (phoneRef === undefined) return undefined
    return { ...noKeys, phoneRef, cardRef: card.cardRef, otherPhoneRefs }
  }

  /** The numbers of a phone that a member holds or held. */
  async #findRefsHeld(sellerId: string, memberNo: number, phone: string): Promise<readonly number[]> {
    const links = await this.#reader.all(findPhonesOfMember({ sellerId, memberNo }))
    const refs = links.map((link) => phoneMemberOfRow(link).phoneRef)
    const texts = await this.#identifiers.openAll(this.#reader, 'phone', { sellerId, refs })
    return refs.filter((ref) => texts.get(ref) === phone)
  }

  async #readPhone(sellerId: string, phone: string): Promise<Refs | undefined> {
    const found = await this.#findPhone(sellerId, phone)
    if (found === undefined) return undefined
    const { sharedMemberNos: _shared, ...keys } = await this.#findOfPhone(sellerId, found)
    return keys
  }

  async #findOfPhone(sellerId: string, found: FoundPhone): Promise<Refs & Pick<OtherKeys, 'sharedMemberNos'>> {
    const { phoneRef } = found
    const { otherCardRefs, otherPhoneRefs, sharedMemberNos } = await this.#findOthers(
      sellerId,
      namedMembers(found),
      phoneRef,
    )
    return { phoneRef, cardRef: undefined, otherCardRefs, otherPhoneRefs, sharedMemberNos }
  }

  async #readCard(sellerId: string, cardNo: string): Promise<Refs | undefined> {
    const card = await this.#findCard(sellerId, cardNo)
    if (card === undefined) return undefined
    const { cardRef } = card
    const others = await this.#findOthers(sellerId, [card.memberNo], noPhone)
    const otherCardRefs = others.otherCardRefs.filter((ref) => ref !== cardRef)
    return { phoneRef: undefined, cardRef, otherCardRefs, otherPhoneRefs: others.otherPhoneRefs }
  }

  async #findPhone(sellerId: string, phone: string): Promise<FoundPhone | undefined> {
    const list = this.#identifiers.lookupsOf('phone', sellerId, phone)
    const rows = await allInList(this.#reader, findHeldPhones, { sellerId, phoneLookups: list })
    const found = rows.map(heldPhoneOfRow)
    const [first] = found
    if (first === undefined) return undefined
    const { phoneRef, keyNo } = first
    this.#identifiers.remember('phone', { text: phone, keyNo }, { sellerId, ref: phoneRef })
    return { phoneRef, members: found.map(({ member }) => member).filter((one) => one !== undefined) }
  }

  async #findCard(sellerId: string, cardNo: string): Promise<KnownCard | undefined> {
    const list = this.#identifiers.lookupsOf('card', sellerId, cardNo)
    const row = await this.#reader.one(findKnownCards({ sellerId, cardLookups: list }))
    if (row === undefined) return undefined
    const card = knownCardOfRow(row)
    this.#identifiers.remember('card', { text: cardNo, keyNo: card.keyNo }, { sellerId, ref: card.cardRef })
    return card
  }

  /** Opens the cards of the members too, which their first page shows. */
  async #findOthers(sellerId: string, memberNos: readonly number[], phoneRef: number): Promise<OtherRefs> {
    if (memberNos.length === 0) return { otherCardRefs: [], otherPhoneRefs: [], sharedMemberNos: new Set() }
    const generation = this.#identifiers.generationOf(sellerId)
    const rows = await this.#reader.all(findOtherKeys({ sellerId, memberNos, phoneRef }))
    await this.#identifiers.openAhead('card', { sellerId, rows: cardsOfRows(rows), generation })
    const { cardRefs, phoneRefs, sharedMemberNos } = otherKeysOfRows(rows)
    return { otherCardRefs: cardRefs, otherPhoneRefs: phoneRefs, sharedMemberNos }
  }
}

/** The members that a phone names: those who use it, or else those who did. One that too many share names nobody. */
function namedMembers({ members }: FoundPhone): readonly number[] {
  const active = members.filter(({ state }) => state === 'active')
  if (active.length > maxMembersOfPhone) return []
  return (active.length > 0 ? active : members).map(({ memberNo }) => memberNo)
}

type Refs = Omit<CouponKeys, 'tag'>
type Both = Readonly<{ phone: string; cardNo: string }>
type FoundPhone = Readonly<{ phoneRef: number; members: readonly PhoneMember[] }>
type OtherRefs = Pick<CouponKeys, 'otherCardRefs' | 'otherPhoneRefs'> & Pick<OtherKeys, 'sharedMemberNos'>

const noPhone = 0
const noKeys: CouponKeys = {
  phoneRef: undefined,
  cardRef: undefined,
  otherCardRefs: [],
  otherPhoneRefs: [],
  tag: '',
}
const maxKnown = 65_536
