import { readValue } from '#database/read-value'
import type { SqlEngine, SqlRow, SqlTransaction } from '#database/sql-engine'
import { transactRepeating } from '#database/transact-repeating'
import {
  deleteErasedMember,
  type ErasedMember,
  erasedMemberOfRow,
  erasureSteps,
  findErasedBetween,
  findErasedMember,
  findNewestErasure,
  findUnfinishedErasures,
  insertErasedMember,
  setErasureStep,
} from '#store/tables/erased-member'
import { deleteMemberKey, findMemberKeysBetween, insertMemberKey, memberKeyOfRow } from '#store/tables/member-key'
import type { MemberCiphers, MemberKeys } from './member-cipher.ts'
import { MemberKeyReader } from './member-key-reader.ts'

export type MemberKeyStoreParts = Readonly<{
  /** Of the database that holds the keys. Not the engine of the store: keys are made inside its transactions. */
  engine: SqlEngine
  /** 32 bytes: the key that seals them. */
  sealingKey: Uint8Array
  /** Removes deleted keys from the files of the database. */
  purge: () => Promise<void>
}>

export type Erasure = Readonly<{ sellerId: string; memberNos: readonly number[] }>

/** The keys of members, and which members were erased. Keys are made ahead in blocks, so few calls wait for a commit. */
export class MemberKeyStore implements MemberKeys {
  readonly #engine: SqlEngine
  readonly #keys: MemberKeyReader
  readonly #purge: () => Promise<void>

  constructor({ engine, sealingKey, purge }: MemberKeyStoreParts) {
    this.#engine = engine
    this.#keys = new MemberKeyReader({ reader: engine.reader, sealingKey })
    this.#purge = purge
  }

  forOpening(sellerId: string, memberNos: readonly number[]): Promise<MemberCiphers> {
    return this.#keys.forOpening(sellerId, memberNos)
  }

  isErased(sellerId: string, memberNo: number): Promise<boolean> {
    return this.#keys.isErased(sellerId, memberNo)
  }

  async forSealing(sellerId: string, memberNos: readonly number[]): Promise<MemberCiphers> {
    const known = await this.#keys.forOpening(sellerId, memberNos)
    if (known.size === memberNos.length) return known
    const missing = memberNos.filter((memberNo) => !known.has(memberNo))
    const made = await transactRepeating(
      this.#engine,
      (transaction) => this.#makeKeys(transaction, sellerId, missing),
      { sellerId, isRepeatable: true },
    )
    // Only now: keys of a transaction that was rolled back must not be used.
    return new Map([...known, ...this.#keys.openRows(sellerId, made)])
  }

  /** Keeps that members are about to be erased, durably, so that the erasure is finished should this process end. */
  async intendErasure({ sellerId, memberNos }: Erasure, atMs: number): Promise<void> {
    await this.#transact(sellerId, async (transaction) => {
      for (const memberNo of memberNos) {
        if ((await transaction.one(findErasedMember, [sellerId, memberNo])) !== undefined) continue
        await insertErased(transaction, { sellerId, memberNo, erasedAtMs: atMs, step: erasureSteps.intended })
      }
    })
  }

  /** Destroys the keys of members whose rows are empty, and removes them from the database's files. */
  async finishErasure({ sellerId, memberNos }: Erasure, atMs: number): Promise<void> {
    await this.#transact(sellerId, async (transaction) => {
      for (const memberNo of memberNos) {
        await transaction.run(deleteMemberKey, [sellerId, memberNo])
        await setStep(transaction, { sellerId, memberNo, erasedAtMs: atMs, step: erasureSteps.due })
      }
    })
    this.#keys.forget()
    await this.#purge()
    await this.#transact(sellerId, async (transaction) => {
      for (const memberNo of memberNos) {
        await setStep(transaction, { sellerId, memberNo, erasedAtMs: atMs, step: erasureSteps.done })
      }
    })
  }

  /** Takes back that a member is to be erased. */
  async dropErasure({ sellerId, memberNo }: Pick<ErasedMember, 'sellerId' | 'memberNo'>): Promise<void> {
    await this.#transact(sellerId, async (transaction) => {
      await transaction.run(deleteErasedMember, [sellerId, memberNo])
    })
  }

  /** An erasure needs nothing more, since the number is somebody else's now. */
  async settleErasure({ sellerId, memberNo, erasedAtMs }: ErasedMember): Promise<void> {
    await this.#transact(sellerId, (transaction) =>
      setStep(transaction, { sellerId, memberNo, erasedAtMs, step: erasureSteps.done }),
    )
  }

  /** Erasures that are not done, some hundred at a time. */
  async listUnfinished(): Promise<readonly ErasedMember[]> {
    return (await this.#engine.reader.all(findUnfinishedErasures, [maxUnfinished])).map(erasedMemberOfRow)
  }

  /** Rises with every erasure, whichever process makes it. */
  async newestErasure(): Promise<number> {
    return Number(await readValue(this.#engine.reader, findNewestErasure, []))
  }

  /** Drops every opened key. */
  forget(): void {
    this.#keys.forget()
  }

  async close(): Promise<void> {
    this.#keys.forget()
    await this.#engine.close()
  }

  #transact(sellerId: string, work: (transaction: SqlTransaction) => Promise<void>): Promise<void> {
    return transactRepeating(this.#engine, work, { sellerId, isRepeatable: true })
  }

  /** Makes the keys of the blocks that the members are in. @returns the rows of the members */
  async #makeKeys(
    transaction: SqlTransaction,
    sellerId: string,
    memberNos: readonly number[],
  ): Promise<readonly SqlRow[]> {
    const asked = new Set(memberNos)
    const found: SqlRow[] = []
    for (const { first, last } of blocksOf(memberNos)) {
      const rows = await transaction.all(findMemberKeysBetween, [sellerId, first, last])
      const erased = await transaction.all(findErasedBetween, [sellerId, first, last])
      const present = new Set(rows.map((row) => memberKeyOfRow(row).memberNo))
      const absent = new Set(erased.map((row) => erasedMemberOfRow(row).memberNo))
      const made = Array.from({ length: last - first + 1 }, (_, place) => first + place)
        .filter((memberNo) => !present.has(memberNo) && (asked.has(memberNo) || !absent.has(memberNo)))
        .map((memberNo) => {
          const sealed = this.#keys.newKey(sellerId, memberNo)
          return insertMemberKey.encode({ seller_id: sellerId, member_no: memberNo, key_sealed: sealed })
        })
      await transaction.insertMany(insertMemberKey.text, made)
      found.push(...[...rows, ...made].filter((row) => asked.has(memberKeyOfRow(row).memberNo)))
    }
    return found
  }
}

const maxUnfinished = 200

async function insertErased(transaction: SqlTransaction, row: Omit<ErasedMember, 'erasureNo'>): Promise<void> {
  const values = insertErasedMember.encode({
    seller_id: row.sellerId,
    member_no: row.memberNo,
    erasure_no: (await newestErasure(transaction)) + 1,
    erased_at_ms: row.erasedAtMs,
    step: row.step,
  })
  await transaction.run(insertErasedMember.text, values)
}

async function setStep(transaction: SqlTransaction, row: Omit<ErasedMember, 'erasureNo'>): Promise<void> {
  const erasureNo = (await newestErasure(transaction)) + 1
  const updated = await transaction.run(setErasureStep, [row.step, erasureNo, row.sellerId, row.memberNo])
  if (updated === 0) await insertErased(transaction, row)
}

async function newestErasure(transaction: SqlTransaction): Promise<number> {
  return Number(await readValue(transaction, findNewestErasure, []))
}

type Block = Readonly<{ first: number; last: number }>

/** The blocks that keys are made in: small ones for small sellers. */
function blocksOf(memberNos: readonly number[]): readonly Block[] {
  const blocks = new Map(memberNos.map((memberNo) => [blockOf(memberNo).first, blockOf(memberNo)]))
  return [...blocks.values()].toSorted((left, right) => left.first - right.first)
}

/** 1 to 64, 65 to 128, 129 to 256, 257 to 512, 513 to 1,024, then 1,024 numbers each. */
function blockOf(memberNo: number): Block {
  if (memberNo <= smallestBlock) return { first: 1, last: smallestBlock }
  if (memberNo > biggestBlock) {
    const last = Math.ceil(memberNo / biggestBlock) * biggestBlock
    return { first: last - biggestBlock + 1, last }
  }
  const last = 2 ** Math.ceil(Math.log2(memberNo))
  return { first: last / 2 + 1, last }
}

const smallestBlock = 64
const biggestBlock = 1024
