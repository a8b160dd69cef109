import { LostRaceError } from '#database/database-errors'
import type { BoundStatement, SqlReader, SqlRow } from '#database/sql-engine'
import { anyOf, type Cipher } from '#encryption/cipher'
import type { KeyGeneration } from '#encryption/key-generation'
import type { Seals } from '#encryption/seals'
import { listStoreKeys, type StoreKey, storeKeyOfRow } from '#store/tables/store-key'
import { lockedKeysError, type RetiredKeys, type UnlockedKeys, unlockKeys } from './unlock-keys.ts'

type KeyringParts = Readonly<{ reader: SqlReader; stored: readonly StoreKey[]; keys: UnlockedKeys }>

/**
 * The keys of a store in this process. A rotation of the master key gives a store a second generation for a while: seller by
 * seller, new rows are written under it. The head of a seller says which one is its, and every write locks that head, so a process that
 * believes otherwise is corrected before it commits.
 */
export class Keyring {
  readonly #reader: SqlReader
  #stored: readonly StoreKey[]
  #keys: UnlockedKeys
  #secrets: Pick<Cipher, 'open'>
  /** During a rotation: the generations of sellers, as their heads had them. */
  readonly #ofSellers = new Map<string, number>()

  /** @param parts.keys what `stored` was unlocked to */
  constructor({ reader, stored, keys }: KeyringParts) {
    this.#reader = reader
    this.#stored = stored
    this.#keys = keys
    this.#secrets = secretsOf(keys)
  }

  /** What belongs to no seller yet is written under it. */
  get current(): KeyGeneration {
    return this.#keys.current
  }

  /** Those that stored values may be under, the newest first: two during a rotation. */
  get live(): readonly KeyGeneration[] {
    return this.#keys.live
  }

  /** What is kept of earlier generations, the newest first. */
  get retired(): readonly RetiredKeys[] {
    return this.#keys.retired
  }

  /** Seals single rows, for sums. */
  get rows(): Seals {
    return this.#keys.rows
  }

  /** Opens secrets of apps and webhooks. */
  get secrets(): Pick<Cipher, 'open'> {
    return this.#secrets
  }

  /** The generation that rows of a seller are written under, as far as this process knows. */
  ofSeller(sellerId: string): KeyGeneration {
    const { live, current } = this.#keys
    if (live.length === 1) return current
    const generation = this.#ofSellers.get(sellerId)
    return live.find((key) => key.generation === generation) ?? current
  }

  /**
   * The keys of a generation.
   * @param reader reads the table of keys anew if the generation is not known, so the one of the present transaction
   * @throws Error when the store has no such generation, or this process cannot open it
   */
  async generation(generation: number, reader: SqlReader = this.#reader): Promise<KeyGeneration> {
    const known = this.find(generation)
    if (known !== undefined) return known
    await this.refresh(reader)
    const found = this.find(generation)
    if (found === undefined) throw new Error(`the keys of generation ${generation} are not at hand`)
    return found
  }

  /** The keys of a generation that this process knows. */
  find(generation: number): KeyGeneration | undefined {
    return this.#keys.live.find((key) => key.generation === generation)
  }

  /**
   * Notes which generation a seller's head has.
   * @returns for a work that went by another one: it is lost, and finds the right one when it runs again
   */
  async correct(sellerId: string, generation: number, reader: SqlReader): Promise<LostRaceError> {
    await this.generation(generation, reader)
    this.#ofSellers.set(sellerId, generation)
    return new LostRaceError('the keys of the seller were changed')
  }

  /** Looks whether a rotation began, went on or ended. */
  async refresh(reader: SqlReader = this.#reader): Promise<void> {
    const stored = (await reader.all(listStoreKeys())).map(storeKeyOfRow)
    if (stored.length === 0 || textOf(stored) === textOf(this.#stored)) return
    const unlocked = unlockKeys(
      stored,
      this.#keys.live.map(({ masterKey }) => masterKey),
    )
    if (unlocked.kind !== 'unlocked') throw lockedKeysError(unlocked)
    this.#stored = stored
    this.#keys = unlocked.keys
    this.#secrets = secretsOf(unlocked.keys)
    if (unlocked.keys.live.length === 1) this.#ofSellers.clear()
  }
}

function secretsOf({ live }: UnlockedKeys): Pick<Cipher, 'open'> {
  return anyOf(live.map(({ secrets }) => secrets))
}

/** Differs when a rotation began, went on or ended. */
function textOf(stored: readonly StoreKey[]): string {
  return stored.map(({ generation, step, startedAtMs }) => `${generation} ${step} ${startedAtMs}`).join()
}

/** The digests that a session's token may be stored under, the newest key first: a digest cannot be computed anew when the key is rotated. */
export function tokenDigests({ live, retired }: Keyring, token: string): readonly Uint8Array[] {
  return [...live, ...retired].map(({ tokens }) => tokens(token))
}

/** Longer texts are no token and are not looked up. */
const maxTokenLength = 256

/** The row of a token, under any of its digests. */
export async function findByToken(
  reader: SqlReader,
  find: (given: Readonly<{ digests: readonly Uint8Array[] }>) => BoundStatement,
  { keyring, token }: Readonly<{ keyring: Keyring; token: string }>,
): Promise<SqlRow | undefined> {
  if (token.length > maxTokenLength) return undefined
  return reader.one(find({ digests: tokenDigests(keyring, token) }))
}
