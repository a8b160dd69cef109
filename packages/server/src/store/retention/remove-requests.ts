import { LostRaceError } from '#database/database-errors'
import type { SqlEngine } from '#database/sql-engine'
import { allInList } from '#database/table'
import { transactUnit, type UnitOfWork } from '#database/unit-of-work'
import type { RemovalStep, Removed } from '#domain/retention/retention-store'
import { ChainHead } from '#store/events/chain-head'
import type { Keyring } from '#store/keys/keyring'
import {
  deleteOutRequests,
  findNumbersUsedSince,
  findNumbersWithLastUse,
  findOutRequestsOf,
  lastUseOfRow,
  requestKeyOfRow,
} from '#store/tables/out-request'
import { countRemoved } from '#store/tables/retention-policy'

/** Request numbers that one step looks at. */
const maxLookedAt = 256
/** Rows that one step removes at most: some 2 ms of the processor. */
const maxRemoved = 64

/** Removes the rows of request numbers whose last use is older, with their seals in the head's sum. */
export async function removeRequests(
  { engine, keyring }: Readonly<{ engine: SqlEngine; keyring: Keyring }>,
  step: RemovalStep,
): Promise<Removed> {
  const { lease, after, beforeMs } = step
  const { sellerId } = lease
  const rows = await engine.reader.all(findNumbersWithLastUse({ sellerId, afterNo: after, limit: maxLookedAt }))
  const uses = rows.map(lastUseOfRow)
  const allOld = uses.filter(({ lastUsedMs }) => lastUsedMs < beforeMs).map(({ requestNo }) => requestNo)
  const old = allOld.slice(0, maxRemoved)
  const removal = (unit: UnitOfWork) => removeWithin(unit, keyring, { ...step, old })
  const removed = old.length === 0 ? 0 : await transactUnit(engine, { sellerId }, removal)
  // A number that was used in many parts is removed in several steps.
  if (removed === maxRemoved) return { removed, next: after }
  if (old.length < allOld.length) return { removed, next: old.at(-1) }
  return { removed, next: rows.length < maxLookedAt ? undefined : uses.at(-1)?.requestNo }
}

type Removal = Pick<RemovalStep, 'lease' | 'beforeMs'> & Readonly<{ old: readonly string[] }>

/** @returns how many rows were removed */
async function removeWithin(unit: UnitOfWork, keyring: Keyring, { lease, old, beforeMs }: Removal): Promise<number> {
  const { sellerId, dueMs } = lease
  const head = new ChainHead({
    unit,
    origin: { sellerId, atMs: beforeMs, actor: 'system', requestId: undefined },
    keyring,
  })
  const rows = await head.removeRequests(async () => {
    const used = await allInList(unit, findNumbersUsedSince, { sellerId, usedFromMs: beforeMs, requestNos: old })
    const recent = new Set(used.map(([requestNo]) => requestNo))
    const stale = old.filter((requestNo) => !recent.has(requestNo))
    return allInList(unit, findOutRequestsOf, { sellerId, requestNos: stale, limit: maxRemoved })
  })
  // Also when another pass was faster: the head was changed to lock it.
  head.close()
  const last = rows.at(-1)
  if (last === undefined) return 0
  if ((await unit.run(countRemoved.request({ rows: rows.length, sellerId, dueMs }))) !== 1) throw new LostLeaseError()
  const requestNos = [...new Set(rows.map((row) => requestKeyOfRow(row).requestNo))]
  const { requestNo: lastNo, part: lastPart } = requestKeyOfRow(last)
  const deleted = await unit.run(deleteOutRequests({ sellerId, requestNos, lastNo, lastPart }))
  if (deleted !== rows.length) throw new LostRaceError()
  return deleted
}

/** Another server took the lease of a seller, or its policy was changed. */
export class LostLeaseError extends Error {
  override readonly name = 'LostLeaseError'
}
