import { readValue } from '#database/record'
import { rowsInKeyOrder } from '#database/rows-in-key-order'
import type { SqlEngine, SqlReader, SqlTransaction } from '#database/sql-engine'
import { transactRepeating } from '#database/transactions'
import {
  type ErasedMember,
  erasedMemberOfRow,
  erasedMemberTable,
  erasureSteps,
  findErasedMember,
  findNewestErasure,
  insertErasedMember,
  makeErasureDone,
  makeErasureDue,
} from '#store/tables/erased-member'

const blockSize = 200

type ErasedCopy = Readonly<{
  sellerId: string
  /** Whether the keys are copied after this. Otherwise the target may have keys that the source destroyed since, and so destroys them itself. */
  isBeforeKeys: boolean
}>

/** Copies which members of a seller were erased. Erasures are numbered for the whole store, so each gets a number of the target. */
export async function copyErasedMembers(
  from: SqlReader,
  to: SqlEngine,
  { sellerId, isBeforeKeys }: ErasedCopy,
): Promise<void> {
  let block: ErasedMember[] = []
  const flush = async () => {
    const members = block
    block = []
    if (members.length > 0) await transactRepeating(to, (transaction) => keep(transaction, members), { sellerId })
  }
  for await (const row of rowsInKeyOrder(from, { table: erasedMemberTable, sellerId })) {
    const member = erasedMemberOfRow(row)
    block.push(isBeforeKeys ? member : { ...member, step: Math.min(member.step, erasureSteps.due) })
    if (block.length === blockSize) await flush()
  }
  await flush()
}

async function keep(transaction: SqlTransaction, members: readonly ErasedMember[]): Promise<void> {
  let erasureNo = Number(await readValue(transaction, findNewestErasure()))
  for (const { sellerId, memberNo, erasedAtMs, step } of members) {
    const key = { sellerId, memberNo }
    const present = await transaction.one(findErasedMember(key))
    const presentStep = present && erasedMemberOfRow(present).step
    if (presentStep === undefined) {
      const isNumbered = step !== erasureSteps.intended
      if (isNumbered) erasureNo += 1
      const record = { seller_id: sellerId, member_no: memberNo, erased_at_ms: erasedAtMs, step }
      await transaction.run(insertErasedMember({ ...record, erasure_no: isNumbered ? erasureNo : undefined }))
    } else if (presentStep < step) {
      if (presentStep === erasureSteps.intended) {
        erasureNo += 1
        await transaction.run(makeErasureDue({ ...key, erasureNo }))
      }
      if (step === erasureSteps.done) await transaction.run(makeErasureDone(key))
    }
  }
}
