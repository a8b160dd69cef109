import { LRUCache } from 'lru-cache'
import { paddedList, textForList } from '#database/in-list'
import type { SqlReader, SqlRow } from '#database/sql-engine'
import { createKeyedDigest, type KeyedDigest } from '#encryption/keyed-digest'
import type { Subkeys } from '#encryption/subkeys'
import { findMemberCards, memberCardOfRow } from '#store/tables/member-card'
import { findMemberPhones, memberPhoneOfRow } from '#store/tables/member-phone'
import { findSealedTexts, sealedTextOfRow } from '#store/tables/sealed-text'
import { listsOf } from './lists-of.ts'
import { createMemberCipher, type MemberCipher, sharedMemberKey } from './member-cipher.ts'

/** By what members are named. */
export type IdentifierKind = 'phone' | 'card'
/** What is sealed once per seller and text. */
export type SealedKind = IdentifierKind | 'text'

/** Opened lately, of each kind; some 40 MB when full. */
const maxOpen = 200_000
/** Characters of texts opened lately; some 40 MB when full. */
const maxOpenCharacters = 20_000_000
/** What an entry takes besides its text. */
const entryCharacters = 100
const lookupBytes = 16

/**
 * The phones and cards of members, and texts that may name people. A coupon holds their numbers; the texts are stored encrypted in one row per seller and
 * text, with a keyed index by which they are found.
 */
export class Identifiers {
  readonly cipher: MemberCipher
  readonly #digests: Readonly<Record<SealedKind, KeyedDigest>>
  readonly #open = {
    phone: new LRUCache<string, string>({ max: maxOpen }),
    card: new LRUCache<string, string>({ max: maxOpen }),
    text: new LRUCache<string, string>({
      maxSize: maxOpenCharacters,
      sizeCalculation: ({ length }) => length + entryCharacters,
    }),
  } satisfies Record<SealedKind, unknown>

  constructor(keys: Pick<Subkeys, 'phoneIndex' | 'cardIndex' | 'textIndex' | 'memberCipher'>) {
    this.cipher = createMemberCipher(sharedMemberKey(keys.memberCipher))
    this.#digests = {
      phone: createKeyedDigest(keys.phoneIndex),
      card: createKeyedDigest(keys.cardIndex),
      text: createKeyedDigest(keys.textIndex),
    }
  }

  /** The index of a phone, card or text in a seller, 16 bytes; the same text has unrelated indexes in two sellers. */
  lookupOf(kind: SealedKind, sellerId: string, text: string): Uint8Array {
    return this.#digests[kind](`${sellerId}\0${text}`).subarray(0, lookupBytes)
  }

  /** Encrypts a phone, card or text for its row. @param keyNo the member whose key seals it */
  seal(kind: SealedKind, text: string, { sellerId, ref, keyNo }: IdentifierPlace): Uint8Array {
    return this.cipher.seal(text, { sellerId, table: tables[kind], ref, keyNo })
  }

  /** @throws Error when the value was sealed with another key or for another row, or was altered */
  open(kind: SealedKind, sealed: Uint8Array, { sellerId, ref, keyNo }: IdentifierPlace): string {
    return this.cipher.open(sealed, { sellerId, table: tables[kind], ref, keyNo })
  }

  /** Opens the phones, cards or texts of many numbers. Where a member was erased, the text is missing. */
  async openAll(
    reader: SqlReader,
    kind: SealedKind,
    { sellerId, refs }: Readonly<{ sellerId: string; refs: readonly number[] }>,
  ): Promise<ReadonlyMap<number, string>> {
    const texts = new Map<number, string>()
    const missing = new Set<number>()
    for (const ref of refs) {
      const text = this.#open[kind].get(`${ref} ${sellerId}`)
      if (text === undefined) missing.add(ref)
      else texts.set(ref, text)
    }
    for (const list of listsOf([...missing])) {
      const padded = paddedList(list)
      for (const row of await reader.all(textForList(statements[kind], padded), [sellerId, ...padded])) {
        const { ref, sealed, keyNo } = decoders[kind](row)
        if (sealed === undefined) continue
        const text = this.open(kind, sealed, { sellerId, ref, keyNo })
        // After a rollback another phone or card gets the number.
        if (!reader.readsUncommitted) this.remember(kind, text, { sellerId, ref })
        texts.set(ref, text)
      }
    }
    return texts
  }

  /** Keeps a text that was found by other means, so that it need not be opened. */
  remember(kind: SealedKind, text: string, { sellerId, ref }: Pick<IdentifierPlace, 'sellerId' | 'ref'>): void {
    this.#open[kind].set(`${ref} ${sellerId}`, text)
  }
}

/** The row of a phone, card or text. */
export type IdentifierPlace = Readonly<{ sellerId: string; ref: number; keyNo: number }>

const tables = { phone: 'member_phone', card: 'member_card', text: 'sealed_text' } as const
const statements = { phone: findMemberPhones, card: findMemberCards, text: findSealedTexts } as const

type SealedRow = Readonly<{ ref: number; sealed: Uint8Array | undefined; keyNo: number }>

const decoders: Readonly<Record<SealedKind, (row: SqlRow) => SealedRow>> = {
  phone: memberPhoneOfRow,
  card: memberCardOfRow,
  text: sealedTextOfRow,
}
