import { readValue } from '#database/record'
import type { SqlEngine, SqlRow, SqlTransaction } from '#database/sql-engine'
import { positional } from '#database/statement'
import { transactRepeating } from '#database/transactions'
import type { Keyring } from '#store/keys/keyring'
import {
  dropIntendedErasure,
  type ErasedMember,
  erasedMemberOfRow,
  erasureSteps,
  findErasedBetween,
  findErasedMember,
  findErasuresAfter,
  findNewestErasure,
  findUnfinishedErasures,
  insertErasedMember,
  intendErasureAgain,
  makeErasureDone,
  makeErasureDue,
} from '#store/tables/erased-member'
import {
  deleteMemberKey,
  findMemberKeyMark,
  findMemberKeysBetween,
  insertMemberKey,
  lockMemberKeyMark,
  memberKeyOfRow,
} from '#store/tables/member-key'
import { sharingRuns } from '#turns/shared-runs'
import type { MemberCiphers, MemberKeys } from './member-cipher.ts'
import { MemberKeyReader, type NewMemberKey } from './member-key-reader.ts'

export type MemberKeyStoreParts = Readonly<{
  /** Engine of the database with the keys. It is not the engine of the store: keys are made inside its transactions. */
  engine: SqlEngine
  /** Has the keys that seal them. */
  keyring: Keyring
  /** Removes deleted keys from the files of the database. */
  purge: () => Promise<void>
}>

export type Erasure = Readonly<{ sellerId: string; memberNos: readonly number[] }>

/** Up to where a program knows the erasures of all. */
export type ErasureMark = Readonly<{ newest: number; connections: number }>

/** Erasures since a mark; `erased` is undefined when they are not known. */
export type ErasureNews = Readonly<{ mark: ErasureMark; erased: readonly ErasedMember[] | undefined }>

/** The keys of members, and which members were erased. Keys are made ahead in blocks, so few calls wait for a commit. */
export class MemberKeyStore implements MemberKeys {
  readonly #engine: SqlEngine
  readonly #keyring: Keyring
  readonly #keys: MemberKeyReader
  readonly #purge: () => Promise<void>
  readonly #intend = sharingRuns<MomentOfErasure>((erasures) => this.#intendAll(erasures), maxTogether)
  readonly #destroy = sharingRuns<MomentOfErasure>((erasures) => this.#destroyAll(erasures), maxTogether)

  constructor({ engine, keyring, purge }: MemberKeyStoreParts) {
    this.#engine = engine
    this.#keyring = keyring
    this.#keys = new MemberKeyReader({ reader: engine.reader, keyring })
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
    const { generation } = this.#keys
    const { found, made } = await transactRepeating(
      this.#engine,
      (transaction) => this.#makeKeys(transaction, sellerId, missing),
      { sellerId, isRepeatable: true },
    )
    // Only now: keys of a transaction that was rolled back must not be used. Those made ahead are needed next.
    const ciphers = made.map((key) => [key.memberNo, this.#keys.keep(sellerId, key, generation)] as const)
    return new Map([...known, ...(await this.#keys.openRows(sellerId, found, generation)), ...ciphers])
  }

  /**
   * Keeps that members are about to be erased, durably, so that the erasure is finished should this process end. Costs no commit where
   * that is known already.
   */
  async intendErasure({ sellerId, memberNos }: Erasure, atMs: number): Promise<void> {
    const missing: number[] = []
    for (const memberNo of memberNos) {
      const row = await this.#engine.reader.one(findErasedMember({ sellerId, memberNo }))
      if (row === undefined || isStale(erasedMemberOfRow(row), atMs)) missing.push(memberNo)
    }
    if (missing.length > 0) await this.#intend({ sellerId, memberNos: missing, atMs })
  }

  /** Destroys the keys of members whose rows are empty, and removes them from the database's files. */
  async finishErasure({ sellerId, memberNos }: Erasure, atMs: number): Promise<void> {
    await this.#destroy({ sellerId, memberNos, atMs })
  }

  async dropErasure({ sellerId, memberNo, erasedAtMs }: ErasedMember): Promise<void> {
    await this.#transact(async (transaction) => {
      await transaction.run(dropIntendedErasure({ sellerId, memberNo, erasedAtMs }))
    })
  }

  /** An erasure needs nothing more, since the number is somebody else's now. */
  async settleErasure({ sellerId, memberNo }: ErasedMember): Promise<void> {
    await this.#transact(async (transaction) => {
      await transaction.run(makeErasureDone({ sellerId, memberNo }))
    })
  }

  /** Erasures that are not done, some hundred at a time. */
  async listUnfinished(): Promise<readonly ErasedMember[]> {
    return (await this.#engine.reader.all(findUnfinishedErasures({ limit: maxUnfinished }))).map(erasedMemberOfRow)
  }

  /** Which members were erased since a mark, whichever process did it. */
  async readErasures(since: ErasureMark | undefined): Promise<ErasureNews> {
    const connections = this.#engine.connectionVersion?.() ?? 0
    const newest = Number(await readValue(this.#engine.reader, findNewestErasure()))
    const mark = { newest, connections }
    // A cluster that lost commits gives their numbers again.
    if (since === undefined || since.connections !== connections || newest < since.newest) {
      return { mark, erased: undefined }
    }
    if (newest === since.newest) return { mark, erased: [] }
    const rows = await this.#engine.reader.all(findErasuresAfter({ afterErasureNo: since.newest, limit: maxNews }))
    return { mark, erased: rows.length < maxNews ? rows.map(erasedMemberOfRow) : undefined }
  }

  /** Drops the opened keys of members. */
  forgetMembers({ sellerId, memberNos }: Erasure): void {
    this.#keys.forgetMembers(sellerId, memberNos)
  }

  /** Drops every opened key. */
  forget(): void {
    this.#keys.forget()
  }

  async close(): Promise<void> {
    this.#keys.forget()
    await this.#engine.close()
  }

  async #intendAll(erasures: readonly MomentOfErasure[]): Promise<void> {
    await this.#transact(async (transaction) => {
      for (const { sellerId, memberNo, atMs } of membersOf(erasures)) {
        if ((await transaction.one(findErasedMember({ sellerId, memberNo }))) === undefined) {
          await insertErased(transaction, { sellerId, memberNo, erasedAtMs: atMs, step: erasureSteps.intended })
        } else await transaction.run(intendErasureAgain({ erasedAtMs: atMs, sellerId, memberNo }))
      }
    })
  }

  async #destroyAll(erasures: readonly MomentOfErasure[]): Promise<void> {
    await this.#transact(async (transaction) => {
      let erasureNo = Number(await readValue(transaction, findNewestErasure()))
      for (const { sellerId, memberNo, atMs } of membersOf(erasures)) {
        erasureNo += 1
        await transaction.run(deleteMemberKey({ sellerId, memberNo }))
        if ((await transaction.run(makeErasureDue({ erasureNo, sellerId, memberNo }))) > 0) continue
        const erased = { sellerId, memberNo, erasedAtMs: atMs, step: erasureSteps.due, erasureNo }
        await insertErased(transaction, erased)
      }
    })
    for (const erasure of erasures) this.forgetMembers(erasure)
    await this.#purge()
    await this.#transact(async (transaction) => {
      for (const { sellerId, memberNo } of membersOf(erasures)) {
        await transaction.run(makeErasureDone({ sellerId, memberNo }))
      }
    })
  }

  #transact(work: (transaction: SqlTransaction) => Promise<void>): Promise<void> {
    return transactRepeating(this.#engine, work, { isRepeatable: true })
  }

  /** Makes the keys of the blocks that the members are in. @returns them, and the rows of those members who had one */
  async #makeKeys(transaction: SqlTransaction, sellerId: string, memberNos: readonly number[]): Promise<MadeKeys> {
    const requested = new Set(memberNos)
    const found: SqlRow[] = []
    const allMade: NewMemberKey[] = []
    await transaction.run(lockMemberKeyMark())
    const keys = await this.#keyring.generation(Number(await readValue(transaction, findMemberKeyMark())))
    for (const { first, last } of blocksOf(memberNos)) {
      const rows = await transaction.all(findMemberKeysBetween({ sellerId, firstNo: first, lastNo: last }))
      const erased = await transaction.all(findErasedBetween({ sellerId, firstNo: first, lastNo: last }))
      const present = new Set(rows.map((row) => memberKeyOfRow(row).memberNo))
      const absent = new Set(erased.map((row) => erasedMemberOfRow(row).memberNo))
      const made = Array.from({ length: last - first + 1 }, (_, place) => first + place)
        .filter((memberNo) => !present.has(memberNo) && (requested.has(memberNo) || !absent.has(memberNo)))
        .map((memberNo) => this.#keys.newKey(keys, sellerId, memberNo))
      const values = made.map(({ memberNo, sealed }) => {
        const record = { seller_id: sellerId, member_no: memberNo, key_sealed: sealed }
        return insertMemberKey.encode({ ...record, generation: keys.generation })
      })
      await transaction.insertMany(insertMemberKey.text, values)
      found.push(...rows.filter((row) => requested.has(memberKeyOfRow(row).memberNo)))
      allMade.push(...made)
    }
    return { found, made: allMade }
  }
}

type MadeKeys = Readonly<{ found: readonly SqlRow[]; made: readonly NewMemberKey[] }>

type MomentOfErasure = Erasure & Readonly<{ atMs: number }>

const maxUnfinished = 200
/** Erasures that share commits. */
const maxTogether = 64
/** After more erasures than these a program drops all keys that it opened. */
const maxNews = 20_000
/** An intention is dropped after an hour if nobody was erased; one that may be dropped soon is renewed. */
const staleAfterMs = 1_800_000

function isStale({ step, erasedAtMs }: ErasedMember, nowMs: number): boolean {
  return step === erasureSteps.intended && nowMs - erasedAtMs > staleAfterMs
}

function membersOf(erasures: readonly MomentOfErasure[]) {
  return erasures.flatMap(({ sellerId, memberNos, atMs }) =>
    memberNos.map((memberNo) => ({ sellerId, memberNo, atMs })),
  )
}

async function insertErased(
  transaction: SqlTransaction,
  { sellerId, memberNo, erasureNo, erasedAtMs, step }: Omit<ErasedMember, 'erasureNo'> & { erasureNo?: number },
): Promise<void> {
  const values = insertErasedMember.encode({
    seller_id: sellerId,
    member_no: memberNo,
    erasure_no: erasureNo,
    erased_at_ms: erasedAtMs,
    step,
  })
  await transaction.run(positional(insertErasedMember.text, values))
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
