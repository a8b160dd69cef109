import { LostRaceError } from '#database/database-errors'
import { readValue } from '#database/record'
import type { SqlEngine, SqlRow, SqlValue } from '#database/sql-engine'
import { maxInList } from '#database/statement'
import { transactUnit, type UnitOfWork } from '#database/unit-of-work'
import type { KeyGeneration } from '#encryption/key-generation'
import { OperatorError } from '#errors/operator-error'
import { ChainHead } from '#store/events/chain-head'
import type { Keyring } from '#store/keys/keyring'
import { type Identifiers, lookupOf, type SealedKind } from '#store/members/identifiers'
import { openOrNothing } from '#store/members/member-cipher'
import { SellerMovedError } from '#store/schema/move-mark'
import { findRekeyPlace, setRekeyPlace } from '#store/tables/event-head'
import { memberCardOfRow, sealedCards } from '#store/tables/member-card'
import { memberPhoneOfRow, sealedPhones } from '#store/tables/member-phone'
import type { SealedStatements } from '#store/tables/sealed-statements'
import { sealedTextOfRow, sealedTexts } from '#store/tables/sealed-text'

export type SellerRekey = Readonly<{ engine: SqlEngine; keyring: Keyring; identifiers: Identifiers }>

/** What one step did. */
export type RekeyStep = Readonly<{
  rows: number
  /** Start of the locks, on the clock of `performance`. */
  lockedAtMs: number
  /** Rows that no key opens, since they were altered by hand. They stay as they are, and an audit names them. */
  unreadable: number
  isDone: boolean
}>

/** Rows of a step, at least and at most: from some 10 to 50 ms of the processor. */
export const rekeyedAtOnce = { min: 200, max: maxInList } as const

/**
 * One step of putting the rows of a seller under other keys, in a transaction that holds the seller's head. The first step changes the
 * head, after which all that is new is written under the keys; each later one takes the next rows of phones, cards or texts.
 * @param limit rows of this step, see `rekeyedAtOnce`
 */
export function rekeySeller(
  rekey: SellerRekey,
  { sellerId, limit }: Readonly<{ sellerId: string; limit: number }>,
  to: KeyGeneration,
): Promise<RekeyStep> {
  const { engine, keyring } = rekey
  const origin = { sellerId, atMs: 0, actor: 'system', requestId: undefined }
  return refusingMoved(sellerId, () =>
    transactUnit(engine, { sellerId }, async (unit) => {
      const head = new ChainHead({ unit, origin, keyring })
      await head.lock()
      const lockedAtMs = performance.now()
      const isBegun = head.keys.generation === to.generation
      const stored = isBegun ? await readValue(unit, findRekeyPlace({ sellerId })) : undefined
      const place = isBegun ? placeOf(stored) : undefined
      head.rekey(to)
      const step = place === undefined ? nothing : await rekeyRows({ ...rekey, unit, head, to, limit }, sellerId, place)
      const next = isBegun ? step.next : first
      await unit.run(setRekeyPlace({ rekeyPlace: next === undefined ? null : `${next.table} ${next.ref}`, sellerId }))
      head.close()
      return { rows: step.rows, lockedAtMs, unreadable: step.unreadable, isDone: next === undefined }
    }),
  )
}

/** @throws OperatorError for a seller that is being moved: a rotation ends when that has ended */
async function refusingMoved<Result>(sellerId: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof SellerMovedError)) throw error
    throw new OperatorError(
      {
        zh: `正在迁移连锁 ${sellerId}，请先用 store move 完成或放弃，再次执行本命令`,
        en: `seller ${sellerId} is being moved: finish or give up that with store move, then run this command again`,
      },
      { cause: error },
    )
  }
}

/** The rows up to this reference, and those of the tables before, are done. */
type Place = Readonly<{ table: Sweep['table']; ref: number }>
type Step = Readonly<{ rows: number; unreadable: number; next: Place | undefined }>

const nothing: Step = { rows: 0, unreadable: 0, next: undefined }

/** How the rows of a table are found and changed. */
type Sweep = SealedStatements &
  Readonly<{
    table: 'member_phone' | 'member_card' | 'sealed_text'
    kind: SealedKind
    decode: (row: SqlRow) => SealedRow
  }>

type SealedRow = Readonly<{
  ref: number
  lookup: Uint8Array | undefined
  sealed: Uint8Array | undefined
  /** The member whose key sealed it; 0: the store's. */
  keyNo: number
}>

const sweeps: readonly Sweep[] = [
  { table: 'member_phone', kind: 'phone', decode: memberPhoneOfRow, ...sealedPhones },
  { table: 'member_card', kind: 'card', decode: memberCardOfRow, ...sealedCards },
  { table: 'sealed_text', kind: 'text', decode: sealedTextOfRow, ...sealedTexts },
]

const first: Place = { table: 'member_phone', ref: 0 }

/** @throws Error for a place that was never written */
function placeOf(stored: SqlValue | undefined): Place | undefined {
  if (typeof stored !== 'string') return undefined
  const [name, ref] = stored.split(' ')
  const sweep = sweeps.find(({ table }) => table === name)
  if (sweep === undefined) throw new Error('a rotation of keys at an unknown place')
  return { table: sweep.table, ref: Number(ref) }
}

type Rekeying = SellerRekey & Readonly<{ unit: UnitOfWork; head: ChainHead; to: KeyGeneration; limit: number }>

async function rekeyRows(rekeying: Rekeying, sellerId: string, { table, ref }: Place): Promise<Step> {
  const { unit, head, limit } = rekeying
  const index = sweeps.findIndex((sweep) => sweep.table === table)
  const sweep = sweeps[index]
  if (sweep === undefined) throw new Error(`no rows of ${table} are rekeyed`)
  const rows = await unit.all(sweep.findAfter({ sellerId, afterRef: ref, limit }))
  const changes = await changesOf(rekeying, { sellerId, sweep, rows })
  const changed = changes.flatMap(({ before, after }) => (after === undefined ? [] : [{ before, after }]))
  head.changeMemberRows(
    [{ table, rows: changed.map(({ after }) => after) }],
    [{ table, rows: changed.map(({ before }) => before) }],
  )
  await replaceRows(unit, sweep, { sellerId, rows: changed.map(({ after }) => after) })
  const unreadable = changes.length - changed.length
  const newest = rows.at(-1)
  if (newest !== undefined && rows.length === limit) {
    return { rows: rows.length, unreadable, next: { table, ref: sweep.decode(newest).ref } }
  }
  const nextTable = sweeps[index + 1]?.table
  return { rows: rows.length, unreadable, next: nextTable && { table: nextTable, ref: 0 } }
}

/** Uses two statements: over a network a statement for each row would take ten times as long. */
async function replaceRows(
  unit: UnitOfWork,
  { decode, remove, insertion }: Sweep,
  { sellerId, rows }: Readonly<{ sellerId: string; rows: readonly SqlRow[] }>,
): Promise<void> {
  if (rows.length === 0) return
  const refs = rows.map((row) => decode(row).ref)
  const removed = await unit.run(remove({ sellerId, refs }))
  if (removed !== rows.length) throw new LostRaceError('rows of members were changed without their lock')
  unit.insert(insertion, rows)
}

type Change = Readonly<{ before: SqlRow; after: readonly SqlValue[] | undefined }>

/** Rows that hold something, as they are to be; `after` is missing where it cannot be opened. */
async function changesOf(
  { identifiers, to }: Rekeying,
  { sellerId, sweep, rows }: Readonly<{ sellerId: string; sweep: Sweep; rows: readonly SqlRow[] }>,
): Promise<readonly Change[]> {
  const { kind, decode, rekeyed } = sweep
  const keyNos = rows.map((row) => decode(row).keyNo)
  const open = await identifiers.opener(kind, sellerId, keyNos)
  const changes: Change[] = []
  for (const row of rows) {
    const { ref, lookup, sealed, keyNo } = decode(row)
    if (sealed === undefined) continue
    const text = openOrNothing(() => open(sealed, { ref, keyNo }))
    if (text === undefined) {
      changes.push({ before: row, after: undefined })
      continue
    }
    const anew = lookup && lookupOf(to, kind, { sellerId, text })
    const [resealed = sealed] =
      keyNo === 0 ? await identifiers.sealAll(kind, { sellerId, keys: to }, [{ text, ref, keyNo }]) : []
    changes.push({ before: row, after: rekeyed(row, anew, resealed) })
  }
  return changes
}
