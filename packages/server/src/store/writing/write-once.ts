import { LostRaceError } from '#database/lost-race-error'
import type { SqlEngine, SqlRow, SqlTransaction, SqlValue } from '#database/sql-engine'
import { transactRepeating } from '#database/transact-repeating'
import type { LifecycleStore, LifecycleWriter, Worked, WriteRequest, Written } from '#domain/lifecycle/lifecycle-store'
import type { KeyedDigest } from '#encryption/keyed-digest'
import type { Seals } from '#encryption/seals'
import { ChainHead, type Origin } from '#store/events/chain-head'
import type { PhoneBook } from '#store/phones/phone-book'
import { findOutRequest, insertOutRequest } from '#store/tables/out-request-statements'
import { createCouponWriter } from './coupon-writer.ts'
import { createTemplateWriter } from './template-writer.ts'
import { insertSign, rememberSign, type SignState, signState } from './used-signs.ts'

type Parts = Readonly<{
  engine: SqlEngine
  phones: PhoneBook
  seals: Seals
  /** Keyed, because what was asked may hold a phone. */
  digestContent: KeyedDigest
}>

/** Does every write once: the unique row of its number and of its signature decides, in the transaction of its effects. */
export function createLifecycleStore(parts: Parts): LifecycleStore {
  return {
    writeOnce: (request, work) => writeOnce(parts, request, work),
    rememberSign: (request) => rememberSign(parts.engine, request),
  }
}

type Work<Answer, Refused> = (writer: LifecycleWriter) => Promise<Worked<Answer, Refused>>

async function writeOnce<Answer, Refused>(
  parts: Parts,
  request: WriteRequest,
  work: Work<Answer, Refused>,
): Promise<Written<Answer, Refused>> {
  const homeSellerId = request.sign?.homeSellerId ?? request.sellerId
  if (homeSellerId !== request.sellerId) {
    const atHome = await rememberSign(parts.engine, { ...request, sellerId: homeSellerId })
    if (atHome.kind === 'sign-reused') return atHome
  }
  try {
    return await transactRepeating(
      parts.engine,
      (transaction) => writeWithin(transaction, { parts, request, work }),
      request.sellerId,
    )
  } catch (error) {
    if (!(error instanceof TakenBack)) throw error
    const remembered = await rememberSign(parts.engine, request)
    return remembered.kind === 'sign-reused' ? remembered : { kind: 'refused', refusal: error.refusal as Refused }
  }
}

type Writing<Answer, Refused> = Readonly<{ parts: Parts; request: WriteRequest; work: Work<Answer, Refused> }>

async function writeWithin<Answer, Refused>(
  transaction: SqlTransaction,
  { parts, request, work }: Writing<Answer, Refused>,
): Promise<Written<Answer, Refused>> {
  const { phones, seals, digestContent } = parts
  const digest = digestContent(`${request.method}\0${request.content}`)
  const standing = await lookUp(transaction, request)
  if (standing.sign === 'reused') return { kind: 'sign-reused' }
  const unknown = standing.sign === 'unknown' ? request.sign : undefined
  if (standing.row !== undefined) {
    if (unknown !== undefined) await insertSign(transaction, unknown, request)
    return answered(standing.row, digest)
  }
  const watched = watch(transaction)
  const origin = originOf(request)
  const head = new ChainHead({ transaction: watched.transaction, origin, seals })
  const worked = await work(createLifecycleWriter({ transaction: watched.transaction, phones, origin, head }))
  if (worked.kind === 'refused') {
    // Where reads see what others commit meanwhile, this may have been refused for what its own repetition just did.
    const since = await lookUp(transaction, request)
    if (since.row !== undefined || since.sign !== standing.sign) throw new LostRaceError()
    if (watched.hasWritten()) return takeBack(worked)
    if (unknown !== undefined) await insertSign(transaction, unknown, request)
    return worked
  }
  const sign = [unknown?.signDigest ?? null, unknown?.callDigest ?? null]
  const row = [...keyOf(request), digest, JSON.stringify(worked.answer), request.nowMs, ...sign]
  await head.addRequest(row)
  await transaction.run(insertOutRequest, row)
  await head.close()
  return { ...worked, isAlreadyDone: false }
}

/** @returns the row of the number, if it was used, and what is known of the signature */
async function lookUp(
  transaction: SqlTransaction,
  request: WriteRequest,
): Promise<Readonly<{ row: SqlRow | undefined; sign: SignState }>> {
  const bySign = [request.sellerId, request.sign?.signDigest ?? null]
  const rows = await transaction.all(findOutRequest, [...keyOf(request), ...bySign, ...bySign])
  const calls = rows.flatMap(([content, , call]) => (content === null ? [call ?? null] : []))
  return { row: rows.find(([content]) => content !== null), sign: signState(request.sign, calls) }
}

function keyOf({ sellerId, outRequestNo, part = 0 }: WriteRequest): readonly SqlValue[] {
  return [sellerId, outRequestNo, part]
}

function originOf({ sellerId, nowMs, actor, requestId }: WriteRequest): Origin {
  return { sellerId, atMs: nowMs, actor, requestId }
}

function createLifecycleWriter(
  parts: Readonly<{ transaction: SqlTransaction; phones: PhoneBook; origin: Origin; head: ChainHead }>,
): LifecycleWriter {
  return { ...createCouponWriter(parts), ...createTemplateWriter(parts) }
}

function answered<Answer>([digest, answer]: SqlRow, asked: Uint8Array): Written<Answer, never> {
  const isSame = digest instanceof Uint8Array && Buffer.compare(digest, asked) === 0
  return isSame ? { kind: 'done', answer: JSON.parse(String(answer)), isAlreadyDone: true } : { kind: 'conflict' }
}

/** Most refusals come before anything was written; only the others need to take their transaction back. */
function watch(transaction: SqlTransaction): Readonly<{ transaction: SqlTransaction; hasWritten: () => boolean }> {
  let hasWritten = false
  const { all, one, run, insertMany } = transaction
  const watchedRun: SqlTransaction['run'] = async (text, values) => {
    const rows = await run(text, values)
    if (rows > 0) hasWritten = true
    return rows
  }
  const watchedInsertMany: SqlTransaction['insertMany'] = (text, rows) => {
    hasWritten = true
    return insertMany(text, rows)
  }
  return {
    transaction: { all, one, run: watchedRun, insertMany: watchedInsertMany },
    hasWritten: () => hasWritten,
  }
}

/** Ends a transaction with nothing written. */
class TakenBack extends Error {
  override readonly name = 'TakenBack'
  readonly refusal: unknown

  constructor(refusal: unknown) {
    super('refused after something was written')
    this.refusal = refusal
  }
}

function takeBack({ refusal }: Readonly<{ refusal: unknown }>): never {
  throw new TakenBack(refusal)
}
