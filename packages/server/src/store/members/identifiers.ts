import { LRUCache } from 'lru-cache'
import type { SqlReader, SqlRow } from '#database/sql-engine'
import { allInList, listsOf } from '#database/table'
import type { KeyGeneration } from '#encryption/key-generation'
import type { KeyedDigest } from '#encryption/seals'
import type { Keyring } from '#store/keys/keyring'
import { findMemberCards, memberCardOfRow } from '#store/tables/member-card'
import { findMemberPhones, memberPhoneOfRow } from '#store/tables/member-phone'
import { findSealedTexts, sealedTextOfRow } from '#store/tables/sealed-text'
import { ErasedMembers } from './erased-members.ts'
import {
  createMemberCipher,
  type MemberCipher,
  type MemberKeys,
  openOrNothing,
  type ReadableMemberKeys,
} from './member-cipher.ts'

/** Kinds of identifiers that name members. */
export type IdentifierKind = 'phone' | 'card'
/** What is sealed once per seller and text. */
export type SealedKind = IdentifierKind | 'text'

/** Opened lately, of each kind; some 40 MB when full. As a size: for a number of entries lru-cache takes 5 MB each before the first. */
const openIdentifiers = { maxSize: 200_000, sizeCalculation: () => 1 } as const
/** Characters of texts opened lately; some 40 MB when full. */
const maxOpenCharacters = 20_000_000
/** What an entry takes besides its text. */
const entryCharacters = 120
const lookupBytes = 16

/**
 * The phones and cards of members, and texts that may name people. A coupon holds their numbers; the texts are stored encrypted in one row per seller and
 * text, with a keyed index by which they are found.
 */
export class Identifiers {
  readonly cipher: MemberCipher
  readonly isErased: MemberKeys['isErased']
  readonly #keyring: Keyring
  readonly #open = {
    phone: new LRUCache<string, Opened>(openIdentifiers),
    card: new LRUCache<string, Opened>(openIdentifiers),
    text: new LRUCache<string, Opened>({
      maxSize: maxOpenCharacters,
      sizeCalculation: ({ text }) => text.length + entryCharacters,
    }),
  } satisfies Record<SealedKind, unknown>

  readonly #erased = new ErasedMembers()
  readonly #connectionVersion: () => number
  #connections = 0
  #generation = 0

  /** @param connectionVersion of the engine (`SqlEngine`) */
  constructor(keyring: Keyring, memberKeys: ReadableMemberKeys, connectionVersion: () => number = () => 0) {
    this.#connectionVersion = connectionVersion
    this.isErased = (sellerId, memberNo) => memberKeys.isErased(sellerId, memberNo)
    this.#keyring = keyring
    this.cipher = createMemberCipher(memberKeys, keyring)
  }

  /** Rises when members of the seller may have been erased: what was read before may show them. */
  generationOf(sellerId: string): number {
    return this.#generation + this.#erased.changesOf(sellerId)
  }

  /** The indexes that a phone, card or text in a seller may be found by: one, and two during a rotation of the master key. */
  lookupsOf(kind: SealedKind, sellerId: string, text: string): readonly Uint8Array[] {
    return this.#keyring.live.map((keys) => lookupOf(keys, kind, { sellerId, text }))
  }

  /** The same for an id of an order or a request: its index stays when its text is erased, and nobody can compute it anew then. */
  lookupsOfId(sellerId: string, id: string): readonly Uint8Array[] {
    const former = this.#keyring.retired.map(({ texts }) => shortLookup(texts, { sellerId, text: id }))
    return [...this.lookupsOf('text', sellerId, id), ...former]
  }

  /** Looks for a rotation if a head has keys that this process does not know. */
  async knowKeys(head: Readonly<{ generation: number }> | undefined): Promise<void> {
    if (head !== undefined && head.generation > this.#keyring.current.generation) {
      await this.#keyring.generation(head.generation)
    }
  }

  /**
   * Encrypts phones, cards or texts for their rows, in order.
   * @param owner the seller, and the keys that its rows are written under
   * @param places with the member whose key seals each
   */
  async sealAll(
    kind: SealedKind,
    { sellerId, keys }: Readonly<{ sellerId: string; keys: KeyGeneration }>,
    places: readonly (IdentifierPlace & Readonly<{ text: string }>)[],
  ): Promise<readonly Uint8Array[]> {
    const keyNos = places.map(({ keyNo }) => keyNo)
    const seal = await this.cipher.sealer(sellerId, keyNos, keys)
    return places.map(({ text, ref, keyNo }) => seal(text, { table: tables[kind], ref, keyNo }))
  }

  /** Opens rows of a seller with the keys of these members. The result throws for a value that was altered. */
  async opener(
    kind: SealedKind,
    sellerId: string,
    keyNos: readonly number[],
  ): Promise<(sealed: Uint8Array, place: IdentifierPlace) => string | undefined> {
    const open = await this.cipher.opener(sellerId, keyNos)
    return (sealed, { ref, keyNo }) => open(sealed, { table: tables[kind], ref, keyNo })
  }

  /** Opens the phones, cards or texts of many numbers. Where a member was erased, the text is missing. */
  async openAll(
    reader: SqlReader,
    kind: SealedKind,
    { sellerId, refs }: Readonly<{ sellerId: string; refs: readonly number[] }>,
  ): Promise<ReadonlyMap<number, string>> {
    this.#forgetAfterFaults()
    const generation = this.#generation
    const texts = new Map<number, string>()
    const missing = new Set<number>()
    const erased = this.#erased.of(sellerId)
    for (const ref of refs) {
      const opened = this.#open[kind].get(`${ref} ${sellerId}`)
      if (opened === undefined || erased?.has(opened.keyNo)) missing.add(ref)
      else texts.set(ref, opened.text)
    }
    for (const some of listsOf([...missing])) {
      const found = await allInList(reader, statements[kind], { sellerId, refs: some })
      const opened = await this.#openRows(kind, sellerId, found.map(decoders[kind]))
      for (const { ref, keyNo, open } of opened) {
        const text = open()
        if (text === undefined) continue
        // After a rollback another phone or card gets the number; and a member may have been erased after its row was read.
        const isLasting = !reader.readsUncommitted && generation === this.#generation
        if (isLasting) this.remember(kind, { text, keyNo }, { sellerId, ref })
        texts.set(ref, text)
      }
    }
    return texts
  }

  /**
   * Opens rows that were read along with others, and keeps them, so that they are not read again. A row that was altered is left out: it
   * throws where it is shown.
   * @param rows committed ones
   * @param generation as `generationOf` was before they were read
   */
  async openAhead(
    kind: SealedKind,
    { sellerId, rows, generation }: Readonly<{ sellerId: string; rows: readonly SealedRow[]; generation: number }>,
  ): Promise<void> {
    const missing = rows.filter(({ ref }) => !this.#open[kind].has(`${ref} ${sellerId}`))
    if (missing.length === 0) return
    for (const { ref, keyNo, open } of await this.#openRows(kind, sellerId, missing)) {
      const text = openOrNothing(open)
      if (text !== undefined && generation === this.generationOf(sellerId)) {
        this.remember(kind, { text, keyNo }, { sellerId, ref })
      }
    }
  }

  /** What opens rows that are not empty, of members who were not erased. */
  async #openRows(kind: SealedKind, sellerId: string, rows: readonly SealedRow[]): Promise<readonly OpenRow[]> {
    const keyNos = rows.filter(({ sealed }) => sealed !== undefined).map(({ keyNo }) => keyNo)
    const open = await this.opener(kind, sellerId, keyNos)
    return rows.flatMap(({ ref, sealed, keyNo }): readonly OpenRow[] => {
      // The row may be older than the erasure.
      if (sealed === undefined || this.#erased.of(sellerId)?.has(keyNo)) return []
      return [{ ref, keyNo, open: () => open(sealed, { ref, keyNo }) }]
    })
  }

  /** Keeps a text that was found by other means, so that it need not be opened. */
  remember(kind: SealedKind, opened: Opened, { sellerId, ref }: Readonly<{ sellerId: string; ref: number }>): void {
    this.#open[kind].set(`${ref} ${sellerId}`, opened)
  }

  /** A cluster that lost commits gives their numbers again, to others. */
  #forgetAfterFaults(): void {
    const connections = this.#connectionVersion()
    if (connections === this.#connections) return
    this.#connections = connections
    this.forget()
  }

  /** Shows nothing of these members any longer, since they were erased. */
  forgetMembers(sellerId: string, memberNos: readonly number[]): void {
    if (!this.#erased.add(sellerId, memberNos)) this.forget()
  }

  /** Drops everything that is opened. */
  forget(): void {
    this.#generation += 1
    this.#erased.clear()
    for (const open of Object.values(this.#open)) open.clear()
  }
}

/** What was sealed, and the member whose key sealed it. */
type Opened = Readonly<{ text: string; keyNo: number }>

/** The index of a phone, card or text in a seller, 16 bytes; the same text has unrelated indexes in two sellers. */
export function lookupOf(
  { indexes }: Pick<KeyGeneration, 'indexes'>,
  kind: SealedKind,
  { sellerId, text }: Readonly<{ sellerId: string; text: string }>,
): Uint8Array {
  return shortLookup(indexes[kind], { sellerId, text })
}

function shortLookup(
  digest: KeyedDigest,
  { sellerId, text }: Readonly<{ sellerId: string; text: string }>,
): Uint8Array {
  return digest(`${sellerId}\0${text}`).subarray(0, lookupBytes)
}

/** The row of a phone or card, and the member whose key seals it. */
export type IdentifierPlace = Readonly<{ ref: number; keyNo: number }>

const tables = { phone: 'member_phone', card: 'member_card', text: 'sealed_text' } as const
const statements = { phone: findMemberPhones, card: findMemberCards, text: findSealedTexts } as const

type SealedRow = IdentifierPlace & Readonly<{ sealed: Uint8Array | undefined }>
type OpenRow = IdentifierPlace & Readonly<{ open: () => string | undefined }>

const decoders: Readonly<Record<SealedKind, (row: SqlRow) => SealedRow>> = {
  phone: memberPhoneOfRow,
  card: memberCardOfRow,
  text: sealedTextOfRow,
}
