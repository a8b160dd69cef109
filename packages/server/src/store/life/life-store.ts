import type { LifeStore, LifeWriter, Worked, WriteRequest, Written } from '../../domain/life/life-store.ts'
import { ChainHead, type Origin } from '../events/chain-head.ts'
import type { KeyedDigest } from '../keys/keyed-digest.ts'
import type { Seals } from '../keys/seals.ts'
import type { PhoneBook } from '../phones/phone-book.ts'
import { LostRaceError } from '../sql/lost-race-error.ts'
import type { SqlEngine, SqlRow, SqlTransaction } from '../sql/sql-engine.ts'
import { transactRepeating } from '../sql/transact-repeating.ts'
import { findOutRequest, insertOutRequest } from '../statements/out-request-statements.ts'
import { createTemplateWriter } from '../templates/template-writer.ts'
import { createCouponWriter } from './coupon-writer.ts'

type Parts = Readonly<{
  engine: SqlEngine
  phones: PhoneBook
  seals: Seals
  /** Keyed, because what was asked may hold a phone. */
  digestContent: KeyedDigest
}>

/** Does every write once: the unique row of its number decides, in the transaction of its effects. */
export function createLifeStore(parts: Parts): LifeStore {
  return { writeOnce: (request, work) => writeOnce(parts, request, work) }
}

type Work<Answer, Refused> = (writer: LifeWriter) => Promise<Worked<Answer, Refused>>

async function writeOnce<Answer, Refused>(
  { engine, phones, seals, digestContent }: Parts,
  request: WriteRequest,
  work: Work<Answer, Refused>,
): Promise<Written<Answer, Refused>> {
  const digest = digestContent(`${request.method}\0${request.content}`)
  const key = [request.sellerId, request.outRequestNo, request.part ?? 0]
  const origin = originOf(request)
  try {
    return await transactRepeating(
      engine,
      async (transaction): Promise<Written<Answer, Refused>> => {
        const found = await transaction.one(findOutRequest, key)
        if (found !== undefined) return answered(found, digest)
        const watched = watch(transaction)
        const head = new ChainHead({ transaction: watched.transaction, origin, seals })
        const worked = await work(createLifeWriter({ transaction: watched.transaction, phones, origin, head }))
        if (worked.kind === 'refused') {
          // Where reads see what others commit meanwhile, this may have been refused for what its own repetition just did.
          if ((await transaction.one(findOutRequest, key)) !== undefined) throw new LostRaceError()
          return watched.hasWritten() ? takeBack(worked) : worked
        }
        const row = [...key, digest, JSON.stringify(worked.answer), request.nowMs]
        await head.addRequest(row)
        await transaction.run(insertOutRequest, row)
        await head.close()
        return { ...worked, isAlreadyDone: false }
      },
      request.sellerId,
    )
  } catch (error) {
    if (error instanceof TakenBack) return { kind: 'refused', refusal: error.refusal as Refused }
    throw error
  }
}

function originOf({ sellerId, nowMs, actor, requestId }: WriteRequest): Origin {
  return { sellerId, atMs: nowMs, actor, requestId }
}

function createLifeWriter(
  parts: Readonly<{ transaction: SqlTransaction; phones: PhoneBook; origin: Origin; head: ChainHead }>,
): LifeWriter {
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
