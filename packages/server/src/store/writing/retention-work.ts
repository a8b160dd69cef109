import { transactUnit } from '#database/unit-of-work'
import {
  type RemovalStep,
  type Removed,
  type RetentionDue,
  type RetentionKind,
  type RetentionTurn,
  type RetentionWork,
  retentionKinds,
} from '#domain/retention/retention-store'
import { ChainHead } from '#store/events/chain-head'
import { readBoundary } from '#store/events/retention-boundary'
import { isSealedSetIntact } from '#store/keys/sealed-sets'
import { retentionSet, retentionWaitSet } from '#store/keys/sealed-tables'
import { LostTurnError } from '#store/retention/lost-turn-error'
import type { RemovalParts } from '#store/retention/removal-parts'
import { removeEvents } from '#store/retention/remove-events'
import { removeRequests } from '#store/retention/remove-requests'
import {
  endRetentionTurn,
  findRetentionPolicy,
  listRetentionPolicies,
  retentionTurnOfRow,
  takeRetentionTurn,
  unreportedOfRow,
} from '#store/tables/retention-policy'
import { listRetentionWaits, retentionDueOfRow } from '#store/tables/retention-wait'
import { eraseInactiveMembers } from './erase-inactive-members.ts'

const removers: Readonly<Record<RetentionKind, (parts: RemovalParts, step: RemovalStep) => Promise<Removed>>> = {
  request: removeRequests,
  member: eraseInactiveMembers,
  event: removeEvents,
}

/** Each removal is one transaction, with a count for the event that ends the pass. */
export function createRetentionWork(parts: RemovalParts): RetentionWork {
  const { engine } = parts
  return {
    listTurns: () => listTurns(parts),
    listWaiting: () => listWaiting(parts),
    async takeTurn(turn, untilMs) {
      const { sellerId, dueMs } = turn
      const taken = await engine.transact(
        (transaction) => transaction.run(takeRetentionTurn({ nextPassMs: untilMs, sellerId, dueMs })),
        {
          sellerId,
        },
      )
      return taken === 1 ? { ...turn, dueMs: untilMs } : undefined
    },
    remove: (step) => unlessTurnLost(() => removers[step.kind](parts, step)),
    async endTurn(turn, times) {
      await unlessTurnLost(() => endTurn(parts, turn, times))
    },
  }
}

async function listTurns({ engine, keyring }: RemovalParts): Promise<readonly RetentionTurn[]> {
  const rows = await engine.reader.all(listRetentionPolicies())
  if (rows.length === 0) return []
  // An altered policy would have this program remove data for the attacker, and leave nothing for an audit to find.
  if (!(await engine.snapshot((reader) => isSealedSetIntact(reader, keyring, retentionSet)))) {
    throw new Error('the retention policies were altered outside of this program, so nothing is removed')
  }
  return rows.map(retentionTurnOfRow)
}

async function listWaiting({ engine, keyring }: RemovalParts): Promise<readonly RetentionDue[]> {
  const rows = await engine.reader.all(listRetentionWaits())
  if (rows.length === 0) return []
  if (!(await engine.snapshot((reader) => isSealedSetIntact(reader, keyring, retentionWaitSet)))) {
    throw new Error('the waiting retention policies were altered outside of this program, so none takes effect')
  }
  return rows.map(retentionDueOfRow)
}

async function endTurn(
  { engine, keyring }: RemovalParts,
  { sellerId, days, dueMs }: RetentionTurn,
  { nowMs, nextPassMs }: Readonly<{ nowMs: number; nextPassMs: number }>,
): Promise<void> {
  await transactUnit(engine, { sellerId }, async (unit) => {
    const head = new ChainHead({
      unit,
      origin: { sellerId, atMs: nowMs, actor: 'system', requestId: undefined },
      keyring,
    })
    await head.lock()
    const row = await unit.one(findRetentionPolicy({ sellerId }))
    const removed = row && unreportedOfRow(row)
    const kinds = retentionKinds.filter((kind) => removed !== undefined && removed[kind] > 0)
    const told = kinds.flatMap((kind) => [
      [`removed_${kind}s`, removed?.[kind]],
      [`${kind}_days`, days[kind] ?? null],
    ])
    if (kinds.includes('event')) told.push(['removed_through_seq', (await readBoundary(unit, sellerId))?.seq])
    const after = JSON.stringify(Object.fromEntries(told))
    if (kinds.length > 0) await head.append([{ kind: 'retention', count: 1, after }])
    // Only who has the turn counts, so the counts read above are the present ones if the turn still is.
    if ((await unit.run(endRetentionTurn({ nextPassMs, sellerId, dueMs }))) !== 1) throw new LostTurnError()
    head.close()
  })
}

async function unlessTurnLost<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof LostTurnError) return undefined
    throw error
  }
}
