import type { SchemaEngine, SqlEngine } from '#database/sql-engine'
import { OperatorError } from '#errors/operator-error'
import { forgetKeysFolder } from '#store/keys/keys-folder'
import type { MemberKeyDatabase } from '#store/members/open-member-keys'
import { clearMoveMark, findMoveMark, markedPlace, setMoveMark } from '#store/schema/move-mark'
import { findNewestEvent, newestEventOfRow } from '#store/tables/chain-event'
import { erasedMemberTable } from '#store/tables/erased-member'
import { deleteEventHead, insertEventHead } from '#store/tables/event-head'
import { memberKeyMarkTable, memberKeyTable } from '#store/tables/member-key'
import { listSellers, listSellersWithCoupons } from '#store/tables/seller'
import { copyRequests } from './copy-requests.ts'
import { copySeller, dropRemovedEvents } from './copy-seller.ts'
import { isFenced, lowerFence, raiseFence } from './fence.ts'
import { comparedTables, sharedTables } from './moved-tables.ts'
import { type MovingEngine, openSource, openTarget } from './open-moving-engine.ts'
import { syncKeyMark, syncProperties } from './sync-key-mark.ts'
import { syncTable } from './sync-table.ts'
import { compareSeller, proveSeller, type SellerProof } from './verify-move.ts'

/** Events that the target may lack for a round of copying to be short enough. */
const shortTail = 200
/** How far the clocks of servers and the time of a call may differ. */
const clockMarginMs = 600_000

/** The progress of a move. */
export type MoveProgress =
  | Readonly<{ kind: 'round'; round: number; sellers: number }>
  | Readonly<{ kind: 'copied'; rows: number }>
  | Readonly<{ kind: 'verifying'; sellers: number }>
  | Readonly<{ kind: 'fenced' }>
  | Readonly<{ kind: 'switched'; fencedMs: number }>

type Move = Readonly<{
  /** `sqlite:FOLDER` or `mysql://…` */
  from: string
  to: string
  /** Whether to fence the source and finish; else the target is brought up to date and verified, any number of times. */
  isSwitching: boolean
  onProgress: (progress: MoveProgress) => void
}>

/**
 * Moves a store while servers use it: copies, catches up by events, verifies the copy and, when switching, fences the source,
 * copies the rest, compares both sides and releases the target. Interrupted at any moment, the same call resumes.
 * @returns the proof of each seller; when any has faults, nothing was switched
 * @throws OperatorError when a side cannot be opened, or is part of another move
 */
export async function moveStore(move: Move): Promise<readonly SellerProof[]> {
  return withSides(move, async (from, to) => {
    await beginMove(from, to)
    const onProgress = move.onProgress
    const job: Job = {
      from: from.engine,
      to: to.engine,
      keys: { from: from.memberKeys, to: to.memberKeys },
      onProgress,
    }
    let requestsSinceMs: number | undefined
    if (!(await isFenced(from.engine))) {
      requestsSinceMs = (await catchUp(job)) - clockMarginMs
      const proofs = await proveAll(job)
      if (!move.isSwitching || hasFaults(proofs)) return proofs
    }
    const switched = await switchOver(job, { place: to.place, requestsSinceMs })
    // Erasures happen in the target from now on, so the lists of the source are no longer complete.
    if (from.dataDir !== undefined && !hasFaults(switched)) forgetKeysFolder(from.dataDir)
    return switched
  })
}

/**
 * Removes the fence of an unfinished move: the source may be written to again.
 * @throws OperatorError when the move was finished
 */
export async function abortMove(move: Pick<Move, 'from' | 'to'>): Promise<void> {
  await withSides(move, async (from, to) => {
    const mark = await findMoveMark(to.engine.reader)
    // A store that has moved must not be reactivated by another move.
    if (mark?.kind !== 'moving-in' || mark.from !== markedPlace(from.place)) {
      throw new OperatorError({ zh: '没有未完成的迁移', en: 'there is no unfinished move to abort' })
    }
    await lowerFence(from.engine)
  })
}

type Job = Readonly<{
  from: SchemaEngine
  to: SchemaEngine
  keys: Readonly<{ from: MemberKeyDatabase; to: MemberKeyDatabase }>
  onProgress: Move['onProgress']
}>

async function withSides<Result>(
  { from, to }: Pick<Move, 'from' | 'to'>,
  work: (from: MovingEngine, to: MovingEngine) => Promise<Result>,
): Promise<Result> {
  const source = await openSource(from)
  try {
    const target = await openTarget(to)
    try {
      if (source.place === target.place)
        throw new OperatorError({ zh: '源与目标相同', en: 'source and target are the same' })
      return await work(source, target)
    } finally {
      await target.close()
    }
  } finally {
    await source.close()
  }
}

/** Marks a new target as part of this move, so that no server writes to it. */
async function beginMove(from: MovingEngine, to: MovingEngine): Promise<void> {
  const [sourceMark, targetMark] = [await findMoveMark(from.engine.reader), await findMoveMark(to.engine.reader)]
  if (sourceMark?.kind === 'moving-in')
    throw new OperatorError({
      zh: `${from.place} 自身的迁入尚未完成`,
      en: `${from.place} is itself the target of an unfinished move`,
    })
  if (sourceMark?.kind === 'moved-out' && sourceMark.to !== markedPlace(to.place)) {
    throw new OperatorError({
      zh: `${from.place} 已迁至 ${sourceMark.to}`,
      en: `${from.place} has already moved to ${sourceMark.to}`,
    })
  }
  if (targetMark?.kind === 'moving-in' && targetMark.from === markedPlace(from.place)) return
  if (sourceMark?.kind === 'moved-out' && targetMark === undefined) {
    throw new OperatorError({ zh: `已切换到 ${to.place}，无需再次执行`, en: `switched to ${to.place} already` })
  }
  const isEmpty = (await to.engine.reader.one(listSellers())) === undefined
  if (targetMark !== undefined || !isEmpty) {
    throw new OperatorError({
      zh: `${to.place} 不是空的，或属于另一次迁移`,
      en: `${to.place} is not empty or belongs to another move`,
    })
  }
  await syncKeyMark(from.engine, to.engine)
  const mark = { kind: 'moving-in', from: markedPlace(from.place) } as const
  await to.engine.transact((transaction) => setMoveMark(transaction, mark))
}

/**
 * Repeats rounds, each of which copies what happened during the one before, until they no longer get shorter.
 * @returns when the last round began, by the clock of this machine
 */
async function catchUp(job: Job): Promise<number> {
  let before = Number.POSITIVE_INFINITY
  for (let round = 1; ; round += 1) {
    const startMs = Date.now()
    const tail = await copyRound(job, { round, isFenced: false, requestsSinceMs: undefined })
    if (tail <= shortTail || (round > 2 && tail > before / 2)) return startMs
    before = tail
  }
}

type Round = Readonly<{
  round: number
  isFenced: boolean
  /** An earlier round copied the calls before it. */
  requestsSinceMs: number | undefined
}>

/** @returns events that the target lacked */
async function copyRound(job: Job, { round, isFenced, requestsSinceMs }: Round): Promise<number> {
  const { from, to, onProgress } = job
  const sellers = await findSellers(from)
  onProgress({ kind: 'round', round, sellers: sellers.length })
  let tail = 0
  await syncProperties(from, to)
  for (const table of sharedTables) await syncTable({ from: from.reader, to, table, isFenced })
  for (const sellerId of sellers) {
    const onCopied = (rows: number) => onProgress({ kind: 'copied', rows })
    const pair = { from: from.reader, to, sellerId, isFenced }
    tail += await copySeller({ ...pair, onCopied })
    await copyRequests(pair, requestsSinceMs)
    for (const table of comparedTables) {
      if (isFenced || table.name !== 'event_head') await syncTable({ ...pair, table })
    }
    await dropRemovedEvents(to, sellerId)
    if (!isFenced) await setHead(to, sellerId)
  }
  await copyMemberKeys(job.keys, sellers)
  return tail
}

/** Copies the keys of members after their rows, and which members were erased. */
async function copyMemberKeys({ from, to }: Job['keys'], sellers: readonly string[]): Promise<void> {
  for (const sellerId of sellers) {
    for (const table of [memberKeyTable, erasedMemberTable]) {
      await syncTable({ from: from.engine.reader, to: to.engine, table, sellerId, isFenced: false })
    }
  }
  await syncTable({ from: from.engine.reader, to: to.engine, table: memberKeyMarkTable, isFenced: false })
  await to.purge()
}

/** While the source is in use, the head is that of the events copied so far. */
async function setHead(to: SqlEngine, sellerId: string): Promise<void> {
  await to.transact(async (transaction) => {
    const row = await transaction.one(findNewestEvent({ sellerId }))
    if (row === undefined) return
    const { lastSeq, hash } = newestEventOfRow(row)
    await transaction.run(deleteEventHead({ sellerId }))
    const newest = { seller_id: sellerId, newest_seq: lastSeq, newest_hash: hash }
    const sums = { request_count: 0, request_sum: undefined, member_count: 0, member_sum: undefined }
    const unsealed = {
      ...sums,
      identity_version: 0,
      cut_digest: undefined,
      table_sums: undefined,
      generation: 0,
      seal: undefined,
      rekey_place: undefined,
    }
    await transaction.run(insertEventHead({ ...newest, ...unsealed }))
  })
}

async function proveAll({ from, to, onProgress }: Job): Promise<readonly SellerProof[]> {
  const sellers = await findSellers(to)
  onProgress({ kind: 'verifying', sellers: sellers.length })
  const proofs: SellerProof[] = []
  for (const sellerId of sellers) {
    const sides = { from: from.reader, to, isFenced: false }
    const faults = await proveSeller(sides, sellerId)
    proofs.push({ ...(await compareSeller(sides, sellerId)), faults })
  }
  return proofs
}

async function switchOver(
  job: Job,
  { place, requestsSinceMs }: Readonly<{ place: string; requestsSinceMs: number | undefined }>,
): Promise<readonly SellerProof[]> {
  const { from, to, onProgress } = job
  const startMs = performance.now()
  await raiseFence(from, markedPlace(place))
  onProgress({ kind: 'fenced' })
  await copyRound(job, { round: 0, isFenced: true, requestsSinceMs })
  const proofs: SellerProof[] = []
  for (const sellerId of await findSellers(from)) {
    proofs.push(await compareSeller({ from: from.reader, to, isFenced: true }, sellerId))
  }
  if (hasFaults(proofs)) return proofs
  await clearMoveMark(to)
  onProgress({ kind: 'switched', fencedMs: performance.now() - startMs })
  return proofs
}

/** Sellers, and those that have coupons without being listed. */
async function findSellers({ reader }: SqlEngine): Promise<readonly string[]> {
  return (await reader.all(listSellersWithCoupons())).map(([sellerId]) => String(sellerId))
}

function hasFaults(proofs: readonly SellerProof[]): boolean {
  return proofs.some(({ faults }) => faults.length > 0)
}
