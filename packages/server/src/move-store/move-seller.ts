import { setTimeout as delay } from 'node:timers/promises'
import { LostRaceError } from '#database/database-errors'
import { transactRepeating } from '#database/transactions'
import { OperatorError } from '#errors/operator-error'
import { verifySums } from '#store/audit/verify-sums'
import { emptyHead } from '#store/events/head-seal'
import { changeSealed } from '#store/keys/sealed-sets'
import { sellerSet } from '#store/keys/sealed-tables'
import { fenceHead, unfenceHead } from '#store/tables/event-head'
import { comingFrom, givenUp, isComing, isComingFrom, setSellerStore } from '#store/tables/seller'
import { copyErasedMembers } from './copy-erased-members.ts'
import {
  copyRest,
  copyRound,
  copySellerRow,
  isOnItsWay,
  isSameHead,
  isTakingFrom,
  replaceHead,
  type SellerPair,
  type SellerTaking,
} from './copy-one-seller.ts'
import { checkSameKeys } from './copy-store-keys.ts'
import { forgetSeller, hasRows, isElsewhere, removeSeller } from './remove-seller.ts'
import { guarded, isKept, otherCommand, readState, type SellerSide, type SellerState } from './seller-side.ts'
import { compareSeller, proveSeller } from './verify-move.ts'

/** Events that the target may lack for a round of copying to be short enough. */
const shortTail = 200
/** How far the clocks of servers and the time of a call may differ. */
const clockMarginMs = 600_000

export type SellerMoveProgress =
  | Readonly<{ kind: 'round'; round: number }>
  | Readonly<{ kind: 'copied' | 'removed'; rows: number }>
  | Readonly<{ kind: 'verifying' | 'fenced' | 'auditing' }>
  | Readonly<{ kind: 'switched'; fencedMs: number }>

export type SellerMove = SellerTaking &
  Readonly<{
    /** Whether the directory names the target. */
    isSwitched: () => Promise<boolean>
    /** The moment of the directory; epoch milliseconds. */
    clock: () => number
    /** Has the directory name one of both stores, which it does not yet. */
    place: (store: 'from' | 'to') => Promise<void>
    /** Audits the seller in the target. @returns what was found */
    audit: () => Promise<readonly string[]>
    /** How long the rows stay in the source after the switch: servers have to learn of it, and reads that began before to end. */
    settleMs: number
    onProgress: (progress: SellerMoveProgress) => void
  }>

/**
 * Moves a seller between two stores while servers use both: copies, catches up, verifies, fences the seller in the source, copies the rest,
 * verifies it, has the directory name the target, opens it there, audits it, and removes the rows from the source. Interrupted at any moment,
 * the same call goes on; made while another one is under way, it takes over from it.
 * @returns faults; with any before the switch, the source goes on as before, and after it, its rows stay
 * @throws OperatorError when the stores do not fit, or another command moves the seller
 */
export async function moveSeller(move: SellerMove): Promise<readonly string[]> {
  if (await move.isSwitched()) return finish(move, isOnItsWay(move))
  const faults = await copyAndSwitch(move)
  return faults.length > 0 ? faults : finish(move, isTakingFrom(move))
}

/**
 * Gives up a move before the switch: the source goes on, and the rows are removed from the target.
 * @throws OperatorError when the directory names the target already
 */
export async function abortSellerMove(move: Omit<SellerMove, 'place' | 'audit' | 'settleMs'>): Promise<void> {
  const { sellerId, to, onProgress } = move
  if (await move.isSwitched()) throw switchedError(sellerId, to)
  // Also what another move left that ended elsewhere.
  const isBegun = await takeOver(move, givenUp, (state) => isElsewhere(state) && isComing(state.store ?? ''))
  // Just before that, another command may have gone further.
  if (await move.isSwitched()) throw switchedError(sellerId, to)
  // None will now, so the source need not wait until all is removed.
  await unfence(move)
  if (!isBegun) return
  const onRemoved = (rows: number) => onProgress({ kind: 'removed', rows })
  await removeSeller({ side: to, sellerId, store: givenUp, onRemoved })
  await forgetSeller({ side: to, sellerId })
}

async function copyAndSwitch(move: SellerMove): Promise<readonly string[]> {
  const { sellerId, from, to, onProgress } = move
  if (await isThereAlready(move)) {
    await place(move, 'to')
    return []
  }
  // Each of both commands would wait for the other: a rotation does not pass a fence.
  await undoing(
    () => checkKeys(move),
    () => unfence(move),
  )
  const isNew = await begin(move)
  // A fence that stayed from a move that was given up.
  if (isNew) await unfence(move)
  const onCopied = (rows: number) => onProgress({ kind: 'copied', rows })
  let requestsSinceMs: number | undefined
  if (!(await readState(from.engine.reader, sellerId)).isFenced) {
    requestsSinceMs = (await catchUp({ ...move, onCopied })) - clockMarginMs
    onProgress({ kind: 'verifying' })
    const faults = await proveSeller({ from: from.engine.reader, to: to.engine, isFenced: false }, sellerId)
    if (faults.length > 0) return faults
  }
  // One that another command took over from does not fence.
  await guarded(to.engine, sellerId, isTakingFrom(move)).transact(async () => undefined)
  const startMs = performance.now()
  await from.engine.transact((transaction) => transaction.run(fenceHead({ sellerId })), { sellerId })
  onProgress({ kind: 'fenced' })
  const rest = async () => {
    await copyRest({ ...move, onCopied, requestsSinceMs })
    // A rotation that began meanwhile may have sealed the keys of members, which no fence stops, under a key that the target lacks.
    await checkKeys(move)
    return compare(move)
  }
  const faults = await undoing(rest, () => giveBack(move))
  if (faults.length > 0) {
    await giveBack(move)
    return faults
  }
  await place(move, 'to')
  onProgress({ kind: 'switched', fencedMs: performance.now() - startMs })
  return []
}

/** The directory was restored from a backup: the source says that the seller left it, and the target keeps it. */
async function isThereAlready({ sellerId, from, to }: SellerPair): Promise<boolean> {
  const source = await readState(from.engine.reader, sellerId)
  if (!isElsewhere(source) || isComing(source.store ?? '')) return false
  return isKept(await readState(to.engine.reader, sellerId))
}

/** What was fenced is copied before the directory names the target, so a failure until then undoes the fence. */
async function undoing<Result>(work: () => Promise<Result>, undo: () => Promise<void>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    // The fault that is thrown says more; what is still fenced then, the same command takes up again.
    await undo().catch(() => undefined)
    throw error
  }
}

/** Takes the fence away, unless another command took over, which may have set it. */
async function giveBack(move: SellerMove): Promise<void> {
  const state = await readState(move.to.engine.reader, move.sellerId)
  if (!isOnItsWay(move)(state) || isTakingFrom(move)(state)) await unfence(move)
}

async function unfence({ sellerId, from, isSwitched }: Pick<SellerMove, 'sellerId' | 'from' | 'isSwitched'>) {
  if (await isSwitched()) return
  await from.engine.transact(
    async (transaction) => {
      const { store } = await readState(transaction, sellerId)
      if (store === undefined) await transaction.run(unfenceHead({ sellerId }))
    },
    { sellerId },
  )
}

function checkKeys({ from, to }: SellerPair): Promise<void> {
  const keyed = ({ name, engine: { reader } }: SellerSide) => ({ name, reader })
  return checkSameKeys(keyed(from), keyed(to))
}

/**
 * Has the target know the seller as one that is on its way by this command. One that copied before stops at its next step.
 * @returns whether nothing was copied yet
 */
async function begin(move: SellerMove): Promise<boolean> {
  const { sellerId, from, to, onProgress } = move
  const source = await readState(from.engine.reader, sellerId)
  if (!source.isRegistered || source.store !== undefined) throw notThere(sellerId, from)
  if (await takeOver(move, comingFrom(from.name, move.commandId), isOnItsWay(move))) return false
  const state = await readState(to.engine.reader, sellerId)
  if (state.isRegistered && !isElsewhere(state)) throw isThere(sellerId, to)
  if (state.isRegistered) {
    const onRemoved = (rows: number) => onProgress({ kind: 'removed', rows })
    await removeSeller({ side: to, sellerId, store: state.store, onRemoved })
  }
  const isFree = (now: typeof state) => !now.isRegistered || isElsewhere(now)
  await guarded(to.engine, sellerId, isFree).transact(async (transaction) => {
    await copySellerRow(move, transaction)
    await replaceHead(transaction, sellerId, emptyHead(to.keyring, sellerId))
  })
  return true
}

/** Stops other commands that write into the target. @returns whether the target was as expected */
function takeOver(
  { sellerId, to }: SellerPair,
  store: string,
  isExpected: (state: SellerState) => boolean,
): Promise<boolean> {
  return transactRepeating(
    to.engine,
    async (transaction) => {
      if (!isExpected(await readState(transaction, sellerId))) return false
      await setStore({ side: to, sellerId, store }, transaction)
      return true
    },
    { sellerId },
  )
}

/** @returns when the last round began */
async function catchUp(move: SellerMove & Readonly<{ onCopied: (rows: number) => void }>): Promise<number> {
  let before = Number.POSITIVE_INFINITY
  for (let round = 1; ; round += 1) {
    const startMs = move.clock()
    move.onProgress({ kind: 'round', round })
    const tail = await copyRound(move)
    if (tail <= shortTail || (round > 2 && tail > before / 2)) return startMs
    before = tail
  }
}

/** Compares what is in both stores, and in the target the rows with the sums of the head, under its seal. */
async function compare(move: SellerMove): Promise<readonly string[]> {
  const { sellerId, from, to } = move
  const { faults } = await compareSeller({ from: from.engine.reader, to: to.engine, isFenced: false }, sellerId)
  const sums = await to.engine.snapshot((reader) => verifySums({ reader, keyring: to.keyring, sellerId }))
  const found =
    sums.kind === 'intact' ? [] : sums.findings.map(({ table, key, problem }) => `${table}, ${key}: ${problem}`)
  return [...faults, ...found, ...((await isSameHead(move)) ? [] : ['the heads of the seller differ'])]
}

async function finish(move: SellerMove, isReady: IsReady): Promise<readonly string[]> {
  await markLeft(move)
  await open(move, isReady)
  return removeLeftovers(move)
}

/**
 * Removes what another store still has of a seller that the target keeps, once an audit found nothing in the target: also where a move was
 * interrupted, or a backup from before it was restored.
 * @param leftovers.from the other store
 * @returns what the audit found; with any, the rows stay
 */
export async function removeLeftovers(
  leftovers: SellerPair & Pick<SellerMove, 'audit' | 'settleMs' | 'onProgress'>,
): Promise<readonly string[]> {
  const { sellerId, from, to, audit, onProgress } = leftovers
  const there = await readState(to.engine.reader, sellerId)
  if (!isKept(there)) throw notThere(sellerId, to)
  await markLeft(leftovers)
  const { store } = await readState(from.engine.reader, sellerId)
  // One that is on its way there from where it is: that goes on, or is given up.
  if (store === undefined || isComingFrom(to.name, store) || !(await hasRows(from, sellerId))) return []
  onProgress({ kind: 'auditing' })
  const found = await audit()
  if (found.length > 0) return found
  await delay(leftovers.settleMs)
  // A server may have erased a member before the fence, and destroyed the key in the source alone.
  const erased = { sellerId, isBeforeKeys: false }
  await copyErasedMembers(from.memberKeys.engine.reader, to.memberKeys.engine, erased)
  const onRemoved = (rows: number) => onProgress({ kind: 'removed', rows })
  await removeSeller({ side: from, sellerId, store, onRemoved })
  return []
}

/** After this the source says where the seller is. */
async function markLeft({ sellerId, from, to }: SellerPair): Promise<void> {
  await from.engine.transact(
    async (transaction) => {
      const { isRegistered, store } = await readState(transaction, sellerId)
      if (!isRegistered || store !== undefined) return
      await transaction.run(fenceHead({ sellerId }))
      await setStore({ side: from, sellerId, store: to.name }, transaction)
    },
    { sellerId },
  )
}

/** Whether the target has what the directory names it for. */
type IsReady = (state: SellerState) => boolean

/**
 * The target keeps the seller from now on.
 * @throws OperatorError when the source was written after it was compared, since another command, or a cluster that lost a commit, took the
 *   fence away; the seller stays in the source then
 */
async function open(move: SellerMove, isReady: IsReady): Promise<void> {
  const { sellerId, from, to } = move
  const state = await readState(to.engine.reader, sellerId)
  if (state.isRegistered && state.store === undefined) return
  // The target was restored from a backup of before, after the rows were removed from the source.
  if (!(await readState(from.engine.reader, sellerId)).hasEvents) throw notThere(sellerId, to)
  // Nothing is written in the source any more, and nothing yet in the target.
  if (!isReady(state) || !(await isSameHead(move))) {
    await markBack(move)
    await place(move, 'from')
    throw otherCommand(sellerId)
  }
  await to.engine.transact(
    async (transaction) => {
      if (!isReady(await readState(transaction, sellerId))) throw otherCommand(sellerId)
      await setStore({ side: to, sellerId, store: undefined }, transaction)
      await transaction.run(unfenceHead({ sellerId }))
    },
    { sellerId },
  )
}

/** Has the directory name a store. @throws OperatorError when another command placed the seller elsewhere */
async function place({ sellerId, place: placeIn }: SellerMove, store: 'from' | 'to'): Promise<void> {
  await placeIn(store).catch((error: unknown) => {
    throw error instanceof LostRaceError ? otherCommand(sellerId) : error
  })
}

/** The source keeps the seller, as before. */
async function markBack({ sellerId, from, to }: SellerPair): Promise<void> {
  await from.engine.transact(
    async (transaction) => {
      const { store } = await readState(transaction, sellerId)
      if (store !== to.name) return
      await setStore({ side: from, sellerId, store: undefined }, transaction)
      await transaction.run(unfenceHead({ sellerId }))
    },
    { sellerId },
  )
}

async function setStore(
  { side, sellerId, store }: Readonly<{ side: SellerSide; sellerId: string; store: string | undefined }>,
  transaction: Parameters<typeof replaceHead>[0],
): Promise<void> {
  const change = { transaction, keyring: side.keyring, set: sellerSet, key: { seller_id: sellerId } }
  await changeSealed(change, () => transaction.run(setSellerStore({ sellerId, storeName: store ?? null })))
}

function switchedError(sellerId: string, { name }: SellerSide): OperatorError {
  return new OperatorError({
    zh: `连锁 ${sellerId} 已在存储 ${name}，不能再放弃`,
    en: `seller ${sellerId} is in the store ${name} already, so the move cannot be given up`,
  })
}

function notThere(sellerId: string, { name }: SellerSide): OperatorError {
  return new OperatorError({
    zh: `存储 ${name} 中没有连锁 ${sellerId} 的数据`,
    en: `the store ${name} does not keep seller ${sellerId}`,
  })
}

function isThere(sellerId: string, { name }: SellerSide): OperatorError {
  return new OperatorError({
    zh: `存储 ${name} 已有连锁 ${sellerId} 的数据，目录却指向别处`,
    en: `the store ${name} has data of seller ${sellerId}, though the directory names another`,
  })
}
