import { isSameCell } from '#database/record'
import type { SqlEngine, SqlReader } from '#database/sql-engine'
import { transactUnit, type UnitOfWork } from '#database/unit-of-work'
import type { FigureFolder } from '#domain/figures/figure-store'
import { firstHash } from '#store/events/head-seal'
import { readBoundary } from '#store/events/retention-boundary'
import { refuseFenced, SellerMovedError } from '#store/schema/move-mark'
import { eventOfRow, findEventsAfter } from '#store/tables/chain-event'
import {
  encodeFirstFigureCursor,
  type FigureCursor,
  figureCursorOfRow,
  findFigureCursor,
  findSellersToCount,
  insertFigureCursor,
  moveFigureCursor,
  resetFigureCursor,
  sellerToCount,
} from '#store/tables/figure-cursor'
import { dayOfFigureRow, deleteFigureDays, findAnyFigureDay, replaceFigureDay } from '#store/tables/figure-day'
import { deleteFigureNames, insertFigureName } from '#store/tables/figure-name'
import { deleteOutstanding, replaceOutstanding } from '#store/tables/figure-outstanding'
import { planStart, type StartPlan } from './plan-start.ts'
import { planStep, type StepPlan } from './plan-step.ts'

/** Days whose rows one step removes. */
const maxRemovedDays = 20

/**
 * Counts events in steps. What a step writes is computed outside of its transaction, from one moment; the transaction moves the cursor from
 * where it was read, so a step counts once, and finds the last event as it was read, so it counts what is really there.
 */
export function createFigureFolder(engine: SqlEngine): FigureFolder {
  return {
    async listBehind() {
      return (await engine.reader.all(findSellersToCount())).map(sellerToCount)
    },
    async step(sellerId) {
      const planned = await engine.snapshot((reader) => plan(reader, sellerId))
      if (planned.kind === 'nothing') return 'done'
      const work = (unit: UnitOfWork) => write(unit, sellerId, planned)
      const isWritten = await transactUnit(engine, { sellerId, mayBeLost: true }, work).catch(unlessMoved)
      if (!isWritten) return 'lost'
      return planned.kind === 'count' && !planned.step.isMore ? 'done' : 'more'
    },
    async reset(sellerId) {
      await engine.transact(
        async (transaction) => {
          await refuseFenced(transaction, sellerId)
          await transaction.run(resetFigureCursor({ sellerId }))
        },
        { sellerId },
      )
    },
  }
}

/** Events of a seller that moves are counted in its new store. */
function unlessMoved(error: unknown): false {
  if (error instanceof SellerMovedError) return false
  throw error
}

type Planned =
  /** No row says up to where the seller's events are counted. */
  | Readonly<{ kind: 'create' }>
  /** Something that was counted is to be removed. */
  | Readonly<{ kind: 'empty'; from: FigureCursor }>
  | Readonly<{ kind: 'start'; from: FigureCursor; start: StartPlan }>
  | Readonly<{ kind: 'count'; from: FigureCursor; step: StepPlan }>
  | Readonly<{ kind: 'nothing' }>

async function plan(reader: SqlReader, sellerId: string): Promise<Planned> {
  const row = await reader.one(findFigureCursor({ sellerId }))
  if (row === undefined) return { kind: 'create' }
  const from = figureCursorOfRow(row)
  if (from.seq >= 0) {
    const step = await planStep(reader, sellerId, from)
    return step === undefined ? { kind: 'nothing' } : { kind: 'count', from, step }
  }
  if ((await reader.one(findAnyFigureDay({ sellerId }))) !== undefined) return { kind: 'empty', from }
  return { kind: 'start', from, start: await planStart(reader, sellerId) }
}

/** @returns whether it was written: not where another server came first */
async function write(
  unit: UnitOfWork,
  sellerId: string,
  planned: Exclude<Planned, { kind: 'nothing' }>,
): Promise<boolean> {
  if (planned.kind === 'create') return create(unit, sellerId)
  const { from } = planned
  const to = planned.kind === 'count' ? planned.step.to : planned.kind === 'start' ? planned.start.to : emptying(from)
  const moved = await unit.run(moveFigureCursor(sellerId, from, to))
  if (moved === 0) return false
  // After the cursor is locked, for which a move waits once the seller is fenced. While a store moves this table has another name.
  await refuseFenced(unit, sellerId)
  if (planned.kind === 'empty') await empty(unit, sellerId)
  else if (planned.kind === 'start') await start(unit, sellerId, planned.start)
  else await count(unit, sellerId, planned.step)
  return true
}

async function create(unit: UnitOfWork, sellerId: string): Promise<boolean> {
  if ((await unit.one(findFigureCursor({ sellerId }))) !== undefined) return false
  unit.insert(insertFigureCursor, [encodeFirstFigureCursor(sellerId, toBeEmptied)])
  return true
}

const toBeEmptied: FigureCursor = { seq: -1, hash: firstHash, atMs: 0, missingSeq: 0 }

/** Each step changes the cursor, so that no other server takes the same one. */
function emptying({ atMs }: FigureCursor): FigureCursor {
  return { ...toBeEmptied, atMs: atMs + 1 }
}

async function empty(unit: UnitOfWork, sellerId: string): Promise<void> {
  for (let days = 0; days < maxRemovedDays; days += 1) {
    const row = await unit.one(findAnyFigureDay({ sellerId }))
    if (row === undefined) return
    await unit.run(deleteFigureDays({ sellerId, ...dayOfFigureRow(row) }))
  }
}

async function start(unit: UnitOfWork, sellerId: string, { to, names, outstanding }: StartPlan): Promise<void> {
  const boundary = await readBoundary(unit, sellerId)
  if ((boundary?.seq ?? 0) !== to.seq)
    throw new Error(`events of seller ${sellerId} were removed while their count began`)
  await unit.run(deleteFigureNames({ sellerId }))
  await unit.run(deleteOutstanding({ sellerId }))
  unit.insert(insertFigureName, names)
  unit.insert(replaceOutstanding, outstanding)
}

async function count(unit: UnitOfWork, sellerId: string, { to, names, days, outstanding }: StepPlan): Promise<void> {
  const [row] = await unit.all(findEventsAfter({ sellerId, afterSeq: to.seq - 1, limit: 1 }))
  // A cluster that lost commits has other events under the numbers that were read.
  if (row === undefined || !isSameCell(eventOfRow(row).hash, to.hash)) {
    throw new Error(`events of seller ${sellerId} changed while they were counted`)
  }
  unit.insert(insertFigureName, names)
  unit.insert(replaceFigureDay, days)
  unit.insert(replaceOutstanding, outstanding)
}
