import { LostRaceError } from '#database/lost-race-error'
import type { SqlTransaction, SqlValue } from '#database/sql-engine'
import type { DateText } from '#domain/dates'
import type { Taken } from '#domain/templates/template-store'
import type { TakingStatements } from '#store/tables/taking-statements'

/** What is to be taken from a counter. Absent limits do not limit. */
export type Take = Readonly<{
  statements: TakingStatements
  key: readonly SqlValue[]
  count: number
  today: DateText
  total: number | undefined
  perDay: number | undefined
  /** What was taken before it was counted, in all and today. */
  countBefore: () => Promise<readonly [total: number, today: number]>
}>

/** Counts what is taken, or tells what is left: one conditional UPDATE decides, whoever else is taking. */
export async function take(transaction: SqlTransaction, asked: Take): Promise<Taken> {
  if (await tryTake(transaction, asked)) return { kind: 'taken' }
  const left = await findLeft(transaction, asked)
  if (left !== undefined) {
    // Room that was freed or a day that began in between: the next run sees it.
    if (left >= asked.count) throw new LostRaceError('the counter changed')
    return { kind: 'too-many', left }
  }
  const [total, today] = await asked.countBefore()
  await transaction.run(asked.statements.insert, [...asked.key, total, asked.today, today])
  if (await tryTake(transaction, asked)) return { kind: 'taken' }
  return { kind: 'too-many', left: (await findLeft(transaction, asked)) ?? 0 }
}

async function tryTake(transaction: SqlTransaction, asked: Take): Promise<boolean> {
  const { statements, key, count, today } = asked
  const { total, perDay } = limitsOf(asked)
  const counted = [count, today, count, today, today]
  const limits = [count, total, today, count, perDay]
  return (await transaction.run(statements.take, [...counted, ...key, ...limits])) === 1
}

/** @returns undefined when nothing was counted yet */
async function findLeft(transaction: SqlTransaction, asked: Take): Promise<number | undefined> {
  const row = await transaction.one(asked.statements.find, asked.key)
  if (row === undefined) return undefined
  const { total, perDay } = limitsOf(asked)
  const takenToday = String(row[1]) >= asked.today ? Number(row[2]) : 0
  return Math.max(0, Math.min(total - Number(row[0]), perDay - takenToday))
}

function limitsOf({ total, perDay }: Take): Readonly<{ total: number; perDay: number }> {
  return { total: total ?? Number.MAX_SAFE_INTEGER, perDay: perDay ?? Number.MAX_SAFE_INTEGER }
}
