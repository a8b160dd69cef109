import type { SqlReader, SqlRow } from '#database/sql-engine'
import type { Statement } from '#database/statement'
import { allInList } from '#database/table'
import type { MemberNumber } from '#domain/members/member'
import { cardRefOfRow, phoneRefOfRow } from '#store/tables/coupon'
import { findMember, memberOfRow } from '#store/tables/member'
import { findMemberCards, memberCardOfRow } from '#store/tables/member-card'
import { findMembersOfPhones, phoneMemberOfRow } from '#store/tables/phone-member'
import { keyOfStore, type TextKind } from '#store/tables/sealed-text'

/** Member whose key encrypts the texts of a transaction. */
type Owner =
  | Readonly<{ kind: 'member'; memberNo: MemberNumber }>
  /** The only member was erased. */
  | Readonly<{ kind: 'erased' }>
  /** `memberNos`: the known ones, in order; empty if they are too many to look up. */
  | Readonly<{ kind: 'several'; memberNos: readonly MemberNumber[] }>
  | Readonly<{ kind: 'nobody' }>

/** A transaction with more phones and cards than these is not about one member. */
const maxRefs = 20

/** Finds the member that a transaction is about. Free text is encrypted with that member's key if there is exactly one. */
export class TextOwner {
  readonly #reader: SqlReader
  readonly #sellerId: string
  readonly #phoneRefs = new Set<number>()
  readonly #cardRefs = new Set<number>()
  readonly #memberNos = new Set<MemberNumber>()
  #isForNobody = false
  #found: Owner | undefined

  /** @param reader of the work */
  constructor(reader: SqlReader, sellerId: string) {
    this.#reader = reader
    this.#sellerId = sellerId
  }

  /** @param rows of `pageCoupon` or `storedCoupon` */
  concernCoupons(rows: readonly SqlRow[]): void {
    for (const row of rows) {
      const [phoneRef, cardRef] = [phoneRefOfRow(row), cardRefOfRow(row)]
      // A coupon belongs to the member of its card; without a card, to those who hold its phone.
      if (cardRef !== undefined) this.#cardRefs.add(cardRef)
      else if (phoneRef !== undefined) this.#phoneRefs.add(phoneRef)
      else this.#isForNobody = true
    }
    this.#found = undefined
  }

  concernMembers(memberNos: readonly MemberNumber[]): void {
    for (const memberNo of memberNos) this.#memberNos.add(memberNo)
    this.#found = undefined
  }

  async find(): Promise<Owner> {
    this.#found ??= await this.#find()
    return this.#found
  }

  /** The key for what is shown again. */
  async keyNo(): Promise<number> {
    const owner = await this.find()
    return owner.kind === 'member' ? owner.memberNo : keyOfStore
  }

  async #find(): Promise<Owner> {
    const count = this.#phoneRefs.size + this.#cardRefs.size
    if (count > maxRefs) return { kind: 'several', memberNos: [] }
    if (this.#isForNobody && count + this.#memberNos.size === 0) return { kind: 'nobody' }
    const ofCards = (await this.#rows(findMemberCards, this.#cardRefs)).map((row) => memberCardOfRow(row).memberNo)
    const ofPhones = (await this.#rows(findMembersOfPhones, this.#phoneRefs)).map(
      (row) => phoneMemberOfRow(row).memberNo,
    )
    const all = [...new Set([...this.#memberNos, ...ofCards, ...ofPhones])].toSorted((left, right) => left - right)
    const [memberNo, ...others] = all
    if (this.#isForNobody || others.length > 0) return { kind: 'several', memberNos: all }
    if (memberNo === undefined) return { kind: 'nobody' }
    const row = await this.#reader.one(findMember({ sellerId: this.#sellerId, memberNo }))
    const state = row && memberOfRow(row).state.kind
    if (state === 'active') return { kind: 'member', memberNo }
    return { kind: state === 'erased' ? 'erased' : 'nobody' }
  }

  #rows(statement: Statement<OfRefs>, refs: ReadonlySet<number>): Promise<readonly SqlRow[]> {
    return allInList(this.#reader, statement, { sellerId: this.#sellerId, refs: [...refs] })
  }
}

type OfRefs = Readonly<{ sellerId: string; refs: readonly number[] }>

/** A text that is stored, and the member under whose key it is. */
export type FoundText = Readonly<{ ref: number; keyNo: number }>

/** Texts that were looked for or stored in a transaction. */
export class KnownTexts {
  /** Undefined for those that are not stored. */
  readonly #texts = new Map<string, FoundText | undefined>()

  set(kind: TextKind, text: string, found: FoundText | undefined): void {
    this.#texts.set(`${kind} ${text}`, found)
  }

  /** The stored ones of the texts; undefined if one of the texts was not looked up. */
  find(kind: TextKind, texts: readonly string[]): ReadonlyMap<string, FoundText> | undefined {
    const stored = new Map<string, FoundText>()
    for (const text of texts) {
      const key = `${kind} ${text}`
      if (!this.#texts.has(key)) return undefined
      const found = this.#texts.get(key)
      if (found !== undefined) stored.set(text, found)
    }
    return stored
  }

  /** Others than `storeTexts` changed them. */
  forget(): void {
    this.#texts.clear()
  }
}
