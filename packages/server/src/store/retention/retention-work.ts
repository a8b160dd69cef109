import { paddedList, textForList } from '#database/in-list'
import { LostRaceError } from '#database/lost-race-error'
import type { SqlEngine } from '#database/sql-engine'
import { transactUnit, type UnitOfWork } from '#database/unit-of-work'
import type { RemovalStep, RemovedRequests, RetentionTurn, RetentionWork } from '#domain/retention/retention-store'
import { ChainHead } from '#store/events/chain-head'
import type { Keyring } from '#store/keys/keyring'
import { isSealedSetIntact } from '#store/sealed-sets/sealed-sets'
import { retentionSet } from '#store/sealed-sets/sealed-tables'
import {
  deleteOutRequests,
  findNumbersUsedSince,
  findNumbersWithLastUse,
  findOutRequestsOf,
  lastUseOfRow,
  requestKeyOfRow,
} from '#store/tables/out-request'
import {
  countRemovedRequests,
  endRetentionTurn,
  findRetentionPolicy,
  listRetentionPolicies,
  retentionTurnOfRow,
  takeRetentionTurn,
  unreportedRequestsOfRow,
} from '#store/tables/retention-policy'

type Parts = Readonly<{ engine: SqlEngine; keyring: Keyring }>

/** Request numbers that one step looks at. */
const maxLookedAt = 256
/** Rows that one step removes at most: some 2 ms of the processor. */
const maxRemoved = 64

/** Removes request rows; each removal is one transaction with the sum in the seller's head and a count for the event to come. */
export function createRetentionWork(parts: Parts): RetentionWork {
  const { engine } = parts
  return {
    listTurns: () => listTurns(parts),
    async takeTurn(turn, untilMs) {
      const { sellerId, dueMs } = turn
      const taken = await engine.transact(
        (transaction) => transaction.run(takeRetentionTurn, [untilMs, sellerId, dueMs]),
        {
          sellerId,
        },
      )
      return taken === 1 ? { ...turn, dueMs: untilMs } : undefined
    },
    async removeRequests(step) {
      return unlessTurnLost(() => removeRequests(parts, step))
    },
    async endTurn(turn, times) {
      await unlessTurnLost(() => endTurn(parts, turn, times))
    },
  }
}

async function listTurns({ engine, keyring }: Parts): Promise<readonly RetentionTurn[]> {
  const rows = await engine.reader.all(listRetentionPolicies, [])
  if (rows.length === 0) return []
  // An altered policy would have this program remove rows for whoever altered it, and leave nothing for an audit to find.
  if (!(await engine.snapshot((reader) => isSealedSetIntact(reader, keyring, retentionSet)))) {
    throw new Error('the retention policies were altered outside of this program, so nothing is removed')
  }
  return rows.map(retentionTurnOfRow)
}

async function removeRequests(parts: Parts, { turn, afterNo, beforeMs }: RemovalStep): Promise<RemovedRequests> {
  const rows = await parts.engine.reader.all(findNumbersWithLastUse, [turn.sellerId, afterNo, maxLookedAt])
  const uses = rows.map(lastUseOfRow)
  const allOld = uses.filter(({ lastUsedMs }) => lastUsedMs < beforeMs).map(({ requestNo }) => requestNo)
  const old = allOld.slice(0, maxRemoved)
  const removal = (unit: UnitOfWork) => removeWithin(unit, parts.keyring, { turn, old, beforeMs })
  const removed = old.length === 0 ? 0 : await transactUnit(parts.engine, removal, { sellerId: turn.sellerId })
  // A number that was used in many parts is removed in several steps.
  if (removed === maxRemoved) return { removed, nextNo: afterNo }
  if (old.length < allOld.length) return { removed, nextNo: old.at(-1) }
  return { removed, nextNo: rows.length < maxLookedAt ? undefined : uses.at(-1)?.requestNo }
}

type Removal = Readonly<{ turn: RetentionTurn; old: readonly string[]; beforeMs: number }>

/** @returns how many rows were removed */
async function removeWithin(unit: UnitOfWork, keyring: Keyring, { turn, old, beforeMs }: Removal): Promise<number> {
  const { sellerId, dueMs } = turn
  const head = new ChainHead({
    unit,
    origin: { sellerId, atMs: beforeMs, actor: 'system', requestId: undefined },
    keyring,
  })
  const rows = await head.removeRequests(async () => {
    const all = paddedList(old)
    const used = await unit.all(textForList(findNumbersUsedSince, all), [sellerId, beforeMs, ...all])
    const recent = new Set(used.map(([requestNo]) => requestNo))
    const stale = old.filter((requestNo) => !recent.has(requestNo))
    if (stale.length === 0) return []
    const list = paddedList(stale)
    return unit.all(textForList(findOutRequestsOf, list), [sellerId, ...list, maxRemoved])
  })
  // Also where another pass was faster: the head was changed to lock it.
  head.close()
  const last = rows.at(-1)
  if (last === undefined) return 0
  if ((await unit.run(countRemovedRequests, [rows.length, sellerId, dueMs])) !== 1) throw new LostTurnError()
  const numbers = paddedList([...new Set(rows.map((row) => requestKeyOfRow(row).requestNo))])
  const { requestNo, part } = requestKeyOfRow(last)
  const values = [sellerId, ...numbers, requestNo, requestNo, part]
  const deleted = await unit.run(textForList(deleteOutRequests, numbers), values)
  if (deleted !== rows.length) throw new LostRaceError()
  return deleted
}

async function endTurn(
  { engine, keyring }: Parts,
  { sellerId, requestDays, dueMs }: RetentionTurn,
  { nowMs, nextPassMs }: Readonly<{ nowMs: number; nextPassMs: number }>,
): Promise<void> {
  await transactUnit(
    engine,
    async (unit) => {
      const row = await unit.one(findRetentionPolicy, [sellerId])
      const removed = row === undefined ? 0 : unreportedRequestsOfRow(row)
      const head = new ChainHead({
        unit,
        origin: { sellerId, atMs: nowMs, actor: 'system', requestId: undefined },
        keyring,
      })
      const after = JSON.stringify({ removed_requests: removed, request_days: requestDays ?? null })
      if (removed > 0) await head.append([{ kind: 'retention', count: 1, after }])
      // Only who has the turn counts, so the count read above is the present one if the turn still is.
      if ((await unit.run(endRetentionTurn, [nextPassMs, sellerId, dueMs])) !== 1) throw new LostTurnError()
      head.close()
    },
    { sellerId },
  )
}

/** Another server took the turn, or the policy was changed. */
class LostTurnError extends Error {
  override readonly name = 'LostTurnError'
}

async function unlessTurnLost<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof LostTurnError) return undefined
    throw error
  }
}
