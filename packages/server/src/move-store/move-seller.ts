import { setTimeout as delay } from 'node:timers/promises'
import { OperatorError } from '#errors/operator-error'
import { verifySums } from '#store/audit/verify-sums'
import { emptyHead } from '#store/events/empty-head'
import { changeSealed } from '#store/keys/sealed-sets'
import { sellerSet } from '#store/keys/sealed-tables'
import { fenceHead, unfenceHead } from '#store/tables/event-head'
import { comingFrom, setSellerStore } from '#store/tables/seller'
import {
  copyRest,
  copyRound,
  copySellerRow,
  isSameHead,
  isTakingFrom,
  replaceHead,
  type SellerPair,
} from './copy-one-seller.ts'
import { forgetSeller, hasRows, isElsewhere, removeSeller } from './remove-seller.ts'
import { checkSameKeys } from './same-keys.ts'
import { guarded, otherCommand, readState, type SellerSide } from './seller-side.ts'
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

export type SellerMove = SellerPair &
  Readonly<{
    /** Whether the directory names the target. */
    isSwitched: () => Promise<boolean>
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
 * the same call goes on.
 * @returns faults; with any before the switch, the source goes on as before, and after it, its rows stay
 * @throws OperatorError when the stores do not fit, or another command moves the seller
 */
export async function moveSeller(move: SellerMove): Promise<readonly string[]> {
  if (!(await move.isSwitched())) {
    const faults = await copyAndSwitch(move)
    if (faults.length > 0) return faults
  }
  return finish(move)
}

/**
 * Gives up a move before the switch: the source goes on, and the rows are removed from the target.
 * @throws OperatorError when the directory names the target already
 */
export async function abortSellerMove(move: Omit<SellerMove, 'place' | 'audit' | 'settleMs'>): Promise<void> {
  const { sellerId, from, to, onProgress } = move
  if (await move.isSwitched()) throw switchedError(sellerId, to)
  const state = await readState(to.engine.reader, sellerId)
  if (state.store === comingFrom(from.name)) {
    const onRemoved = (rows: number) => onProgress({ kind: 'removed', rows })
    await removeSeller({ side: to, sellerId, onRemoved })
    await forgetSeller({ side: to, sellerId })
  }
  // Once the target takes nothing more, so no other command switches to it.
  await unfence(move)
}

async function copyAndSwitch(move: SellerMove): Promise<readonly string[]> {
  const { sellerId, from, to, onProgress } = move
  // Each of both commands would wait for the other: a rotation does not pass a fence.
  await unfencingOnFailure(move, () => checkKeys(move))
  const isBegun = isTakingFrom(move)(await readState(to.engine.reader, sellerId))
  await begin(move)
  // A fence that stayed from a move that was given up.
  if (!isBegun) await unfence(move)
  const onCopied = (rows: number) => onProgress({ kind: 'copied', rows })
  let requestsSinceMs: number | undefined
  if (!(await readState(from.engine.reader, sellerId)).isFenced) {
    requestsSinceMs = (await catchUp({ ...move, onCopied })) - clockMarginMs
    onProgress({ kind: 'verifying' })
    const faults = await proveSeller({ from: from.engine.reader, to: to.engine, isFenced: false }, sellerId)
    if (faults.length > 0) return faults
  }
  const startMs = performance.now()
  await from.engine.transact((transaction) => transaction.run(fenceHead({ sellerId })), { sellerId })
  onProgress({ kind: 'fenced' })
  const faults = await unfencingOnFailure(move, async () => {
    // A rotation that began meanwhile may have given the seller other keys.
    await checkKeys(move)
    await copyRest({ ...move, onCopied, requestsSinceMs })
    return compare(move)
  })
  if (faults.length > 0) {
    await unfence(move)
    return faults
  }
  await move.place('to')
  onProgress({ kind: 'switched', fencedMs: performance.now() - startMs })
  return []
}

/** What was fenced is copied before the directory names the target, so a failure until then undoes the fence. */
async function unfencingOnFailure<Result>(move: SellerMove, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    // The fault that is thrown says more; what is still fenced then, the same command takes up again.
    await unfence(move).catch(() => undefined)
    throw error
  }
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

/** Has the target know the seller as one that is on its way. */
async function begin(move: SellerMove): Promise<void> {
  const { sellerId, from, to, onProgress } = move
  const source = await readState(from.engine.reader, sellerId)
  if (!source.isRegistered || source.store !== undefined) throw notThere(sellerId, from)
  const state = await readState(to.engine.reader, sellerId)
  if (isTakingFrom(move)(state)) return
  if (state.isRegistered && !isElsewhere(state)) throw isThere(sellerId, to)
  if (state.isRegistered) {
    const onRemoved = (rows: number) => onProgress({ kind: 'removed', rows })
    await removeSeller({ side: to, sellerId, onRemoved })
  }
  const isFree = (now: typeof state) => !now.isRegistered || isElsewhere(now)
  await guarded(to.engine, sellerId, isFree).transact(async (transaction) => {
    await copySellerRow(move, transaction)
    await replaceHead(transaction, sellerId, emptyHead(to.keyring, sellerId))
  })
}

/** @returns when the last round began, by the clock of this machine */
async function catchUp(move: SellerMove & Readonly<{ onCopied: (rows: number) => void }>): Promise<number> {
  let before = Number.POSITIVE_INFINITY
  for (let round = 1; ; round += 1) {
    const startMs = Date.now()
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

async function finish(move: SellerMove): Promise<readonly string[]> {
  await markLeft(move)
  await open(move)
  move.onProgress({ kind: 'auditing' })
  const found = await move.audit()
  if (found.length > 0) return found
  await removeLeftovers(move)
  return []
}

/**
 * Removes what another store still has of a seller that the target keeps: also where a move was interrupted, or a backup from before it was
 * restored.
 * @param leftovers.from the other store
 */
export async function removeLeftovers(
  leftovers: SellerPair & Pick<SellerMove, 'settleMs' | 'onProgress'>,
): Promise<void> {
  const { sellerId, from, to, onProgress } = leftovers
  const there = await readState(to.engine.reader, sellerId)
  if (!there.isRegistered || there.store !== undefined || there.isFenced) throw notThere(sellerId, to)
  await markLeft(leftovers)
  if (!(await hasRows(from, sellerId))) return
  await delay(leftovers.settleMs)
  const onRemoved = (rows: number) => onProgress({ kind: 'removed', rows })
  await removeSeller({ side: from, sellerId, onRemoved })
}

/** From now on the source says where the seller is. */
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

/**
 * The target keeps the seller from now on.
 * @throws OperatorError when the source was written after it was compared, since another command, or a cluster that lost a commit, took the
 *   fence away; the seller stays in the source then
 */
async function open(move: SellerMove): Promise<void> {
  const { sellerId, to } = move
  const state = await readState(to.engine.reader, sellerId)
  if (state.isRegistered && state.store === undefined) return
  // Nothing is written in the source any more, and nothing yet in the target.
  if (!isTakingFrom(move)(state) || !(await isSameHead(move))) {
    await markBack(move)
    await move.place('from')
    throw otherCommand(sellerId)
  }
  await to.engine.transact(
    async (transaction) => {
      if (!isTakingFrom(move)(await readState(transaction, sellerId))) throw otherCommand(sellerId)
      await setStore({ side: to, sellerId, store: undefined }, transaction)
      await transaction.run(unfenceHead({ sellerId }))
    },
    { sellerId },
  )
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
