import { setImmediate as nextTurn } from 'node:timers/promises'
import { tooBusy } from '#database/mysql/slots'
import type { SqlEngine } from '#database/sql-engine'
import { transactUnit, type UnitOfWork, withUnit } from '#database/unit-of-work'
import { OperatorError } from '#errors/operator-error'
import { GroupChanges } from './seen-keys.ts'

/** Greatest number of acts that share a transaction. */
const maxGroup = 64
/**
 * A group takes no further act that reads for itself after this time, in milliseconds: other servers and long works wait for the lock of the
 * seller meanwhile. Acts that were loaded together take next to no time.
 */
const maxGroupMs = 150
/** A group takes no further act at all after this time. */
const longestGroupMs = 4 * maxGroupMs
/** A group takes no further act once it has written so many rows. */
const maxRows = 2000
/** An act that waited so long is refused, as a work is that waits for a connection. */
const maxWaitMs = 15_000

/** An act that waits for its transaction. */
export type LaneWork<Result> = Readonly<{
  sellerId: string
  /** Whether it has a transaction of its own. */
  isAlone: boolean
  /**
   * Called again for each transaction, since one may be rolled back.
   * @param group what the acts of the transaction changed: what was loaded of that is read again. What the act changes is added
   */
  begin: (unit: UnitOfWork, group: GroupChanges) => LaneRun<Result>
}>

/** An act in a transaction. */
export type LaneRun<Result> = Readonly<{
  /** Locks the seller. @returns whether it has a row to lock */
  lock: () => Promise<boolean>
  /** Reads what the act must see, at the same time as others do. */
  load: () => Promise<void>
  /** Whether nothing changed of what was loaded. */
  isFresh: () => boolean
  /** Does the act, after those before it. */
  perform: () => Promise<Result>
}>

/**
 * Acts of a seller, one transaction at a time. Those that wait meanwhile hold no connection and are a group: in the next transaction they
 * read together, run one after the other, and share a commit, after which they are acknowledged. Each sees what those before it changed.
 *
 * When something fails, all of the group is rolled back and runs again, without the act in which it failed; fails that too, each act runs alone.
 * So an act fails only by itself, and runs at most three times because of others.
 */
export class ActLanes {
  readonly #engine: SqlEngine
  readonly #monotonicMs: () => number
  /** Acts that wait, by seller; a seller without acts has no lane. */
  readonly #lanes = new Map<string, Member[]>()
  readonly #serving = new Set<Promise<void>>()

  /** @param monotonicMs a clock in milliseconds that never goes back */
  constructor(engine: SqlEngine, monotonicMs: () => number) {
    this.#engine = engine
    this.#monotonicMs = monotonicMs
  }

  /** @returns its result in the run that was committed */
  run<Result>({ sellerId, isAlone, begin }: LaneWork<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      const beginSettling = (unit: UnitOfWork, group: GroupChanges) => {
        const run = begin(unit, group)
        const perform = async () => {
          const result = await run.perform()
          return () => resolve(result)
        }
        return { ...run, perform }
      }
      this.#add(sellerId, { isAlone, begin: beginSettling, reject, sinceMs: this.#monotonicMs() })
    })
  }

  /** Lets the acts that wait finish. */
  async close(): Promise<void> {
    await Promise.all(this.#serving)
  }

  #add(sellerId: string, member: Member): void {
    const waiting = this.#lanes.get(sellerId)
    if (waiting !== undefined) {
      waiting.push(member)
      return
    }
    const lane = [member]
    this.#lanes.set(sellerId, lane)
    const serving = this.#serve(sellerId, lane).finally(() => this.#serving.delete(serving))
    this.#serving.add(serving)
  }

  /** Waits a turn of the event loop before each group, so that all acts that arrive in one turn are one. */
  async #serve(sellerId: string, waiting: Member[]): Promise<void> {
    while (waiting.length > 0) {
      await nextTurn()
      this.#refuseLate(waiting)
      if (waiting.length === 0) break
      const group = takeGroup(waiting)
      try {
        waiting.unshift(...(await this.#runGroup(sellerId, group)))
      } catch (error) {
        // The database does not answer: waiting longer would only lead to the next wait.
        for (const { reject } of [...group, ...waiting.splice(0)]) reject(error)
      }
    }
    this.#lanes.delete(sellerId)
  }

  /** Acts wait in the order in which they came, so those that waited too long are the first. */
  #refuseLate(waiting: Member[]): void {
    const latestMs = this.#monotonicMs() - maxWaitMs
    const inTime = waiting.findIndex(({ sinceMs }) => sinceMs >= latestMs)
    for (const { reject } of waiting.splice(0, inTime === -1 ? waiting.length : inTime)) reject(tooBusy())
  }

  /**
   * @returns acts that took no part because the others took long
   * @throws when the database does not answer
   */
  async #runGroup(sellerId: string, group: readonly Member[]): Promise<readonly Member[]> {
    if (group.length === 1) return this.#runAlone(sellerId, group)
    const first = await this.#attempt(sellerId, group)
    if (first.kind === 'committed') return first.left
    const others = group.filter((member) => member !== first.failed)
    const second = others.length > 1 ? await this.#attempt(sellerId, others) : undefined
    if (second?.kind !== 'committed') return this.#runAlone(sellerId, group)
    await this.#runAlone(sellerId, first.failed === undefined ? [] : [first.failed])
    return second.left
  }

  /** Runs a group in a transaction, and acknowledges it. @throws when the database does not answer */
  async #attempt(sellerId: string, group: readonly Member[]): Promise<Attempt> {
    let run: GroupRun = { acknowledgements: [] }
    const runTogether = (unit: UnitOfWork) => {
      run = { acknowledgements: [] }
      return this.#performAll(unit, group, run)
    }
    try {
      await this.#engine.transact((transaction) => withUnit(transaction, runTogether), optionsOf(sellerId))
    } catch (error) {
      if (isOutage(error, run)) throw error
      return { kind: 'failed', failed: run.failed?.member }
    }
    for (const acknowledge of run.acknowledgements) acknowledge()
    return { kind: 'committed', left: group.slice(run.acknowledgements.length) }
  }

  async #performAll(unit: UnitOfWork, group: readonly Member[], run: GroupRun): Promise<void> {
    const changes = new GroupChanges()
    const begun = group.map((member) => ({ member, act: member.begin(unit, changes) }))
    const isLocked = await begun.at(0)?.act.lock()
    run.isBegun = true
    if (isLocked) await loadTogether(unit, begun, run)
    const sinceMs = this.#monotonicMs()
    for (const { member, act } of begun) {
      const tookMs = this.#monotonicMs() - sinceMs
      const limitMs = act.isFresh() ? longestGroupMs : maxGroupMs
      if ((unit.written >= maxRows || tookMs >= limitMs) && run.acknowledgements.length > 0) return
      run.acknowledgements.push(await noting(member, run, act.perform))
    }
  }

  /** Runs each in a transaction of its own. */
  async #runAlone(sellerId: string, members: readonly Member[]): Promise<readonly Member[]> {
    for (const member of members) {
      let run: GroupRun = { acknowledgements: [] }
      const perform = async (unit: UnitOfWork) => {
        run = { acknowledgements: [] }
        const act = member.begin(unit, new GroupChanges())
        const isLocked = await act.lock()
        run.isBegun = true
        if (isLocked) await loadTogether(unit, [{ member, act }], run)
        return noting(member, run, act.perform)
      }
      try {
        const acknowledge = await transactUnit(this.#engine, optionsOf(sellerId), perform)
        acknowledge()
      } catch (error) {
        if (isOutage(error, run)) throw error
        member.reject(error)
      }
    }
    return []
  }
}

type Member = Readonly<{
  isAlone: boolean
  /** Its run resolves to the function that acknowledges the act after the commit. */
  begin: (unit: UnitOfWork, group: GroupChanges) => LaneRun<() => void>
  reject: (error: unknown) => void
  /** When it came, by the clock of the lanes. */
  sinceMs: number
}>

/** A run of a group. */
type GroupRun = {
  readonly acknowledgements: (() => void)[]
  /** Whether the database answered when the seller was locked. */
  isBegun?: true
  failed?: Readonly<{ member: Member; error: unknown }>
}

type Attempt =
  | Readonly<{ kind: 'committed'; left: readonly Member[] }>
  /** Nothing is stored. `failed` is missing where no single act failed. */
  | Readonly<{ kind: 'failed'; failed: Member | undefined }>

/** Acts answer for a repetition themselves: each looks up its number first. */
function optionsOf(sellerId: string) {
  return { sellerId, isRepeatable: true } as const
}

function takeGroup(waiting: Member[]): readonly Member[] {
  const end = waiting.slice(0, maxGroup).findIndex(({ isAlone }) => isAlone)
  return waiting.splice(0, end === -1 ? maxGroup : Math.max(1, end))
}

type Begun = Readonly<{ member: Member; act: LaneRun<() => void> }>

async function loadTogether(unit: UnitOfWork, begun: readonly Begun[], run: GroupRun): Promise<void> {
  const loaded = await unit.together(
    begun.map(
      ({ member, act }) =>
        () =>
          noting(member, run, act.load),
    ),
  )
  const failure = loaded.find((each) => each.status === 'rejected')
  if (failure !== undefined) throw run.failed?.error ?? failure.reason
}

/** Notes in which act a run of a group failed. */
async function noting<Result>(member: Member, run: GroupRun, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    run.failed ??= { member, error }
    throw error
  }
}

/**
 * Whether the database does not answer anybody. Where it gave up after the seller was locked, a statement of one of the acts may be what takes
 * too long each time: another attempt finds out which.
 */
function isOutage(error: unknown, { isBegun, failed }: GroupRun): boolean {
  return error instanceof OperatorError && error !== failed?.error && !isBegun
}
