import type { ClockSample } from '#database/sql-engine'
import type { ClockState, StoreClock } from './store-clock.ts'

export type DatabaseClockDependencies = Readonly<{
  /** Asks the database for its time. */
  sample: () => Promise<ClockSample>
  /** A number that changes when a connection broke or was made: another host, with another clock, may answer now. */
  connectionVersion: () => number
  /** The host's clock, epoch milliseconds. */
  wallMs: () => number
  /** Milliseconds that never run backwards. */
  monotonicMs: () => number
  /** Called after each comparison. */
  onCompared?: ((state: ClockState) => void) | undefined
  /** Called when a comparison fails; the clock runs on, and the next comparison is due as usual. */
  onFault?: ((fault: Readonly<{ error: unknown }>) => void) | undefined
}>

const everyMs = 60_000
/** How soon a comparison that may lead to refused writes is repeated, and how often the host's clock is read. */
const lookEveryMs = 1_000
const apartMs = 1_000
const farApartMs = 5_000
const refusedMs = 60_000
const samplesToRefuse = 3
/** The clock approaches a changed database clock by half a second a second: it neither stops nor jumps. */
const slewRate = 0.5

/**
 * A clock that follows the database's: the monotonic clock of the host and an offset, which is compared at start, every minute,
 * after connections broke, and when the host's clock was set.
 */
export class DatabaseClock implements StoreClock {
  readonly #dependencies: DatabaseClockDependencies
  /** Database time less monotonic time: as returned at `#atMs`, and as the newest sample says. */
  #offsetMs = 0
  #targetMs = 0
  #atMs: number
  #comparedAtMs = Number.NEGATIVE_INFINITY
  #samplesFarApart = 0
  #state: ClockState = { hostAheadMs: 0, level: 'close' }
  #comparing: Promise<void> | undefined
  /** Wall time less monotonic time at the last reading. */
  #wallOffsetMs: number
  #connectionVersion: number
  #watch: NodeJS.Timeout | undefined

  private constructor(dependencies: DatabaseClockDependencies) {
    this.#dependencies = dependencies
    this.#atMs = dependencies.monotonicMs()
    this.#wallOffsetMs = dependencies.wallMs() - this.#atMs
    this.#connectionVersion = dependencies.connectionVersion()
  }

  /**
   * Compares the clocks, three times if the host's is so far off that writes will be refused.
   * @throws whatever `sample` throws
   */
  static async open(dependencies: DatabaseClockDependencies): Promise<DatabaseClock> {
    const clock = new DatabaseClock(dependencies)
    const first = await dependencies.sample()
    clock.#offsetMs = first.databaseMs - first.monotonicMs
    clock.#targetMs = clock.#offsetMs
    clock.#take(first)
    for (let sample = 1; clock.#samplesFarApart === sample && sample < samplesToRefuse; sample += 1)
      await clock.compare()
    clock.#watch = setInterval(() => void clock.#look(), lookEveryMs)
    clock.#watch.unref()
    return clock
  }

  /** Bound: may be passed as a function. */
  readonly now = (): number => Math.floor(this.#slewed() + this.#atMs)

  state(): ClockState {
    return this.#state
  }

  close(): void {
    clearInterval(this.#watch)
  }

  /** Compares now. Calls meanwhile share the comparison. */
  async compare(): Promise<void> {
    this.#comparing ??= this.#compare().finally(() => {
      this.#comparing = undefined
    })
    await this.#comparing
  }

  async #compare(): Promise<void> {
    this.#comparedAtMs = this.#dependencies.monotonicMs()
    try {
      this.#take(await this.#dependencies.sample())
    } catch (error) {
      this.#dependencies.onFault?.({ error })
    }
  }

  async #look(): Promise<void> {
    const monotonicMs = this.#dependencies.monotonicMs()
    const wallOffsetMs = this.#dependencies.wallMs() - monotonicMs
    const wasSet = Math.abs(wallOffsetMs - this.#wallOffsetMs) >= apartMs / 2
    this.#wallOffsetMs = wallOffsetMs
    const connectionVersion = this.#dependencies.connectionVersion()
    const mayBeAnother = connectionVersion !== this.#connectionVersion
    this.#connectionVersion = connectionVersion
    const isUndecided = this.#samplesFarApart > 0 && this.#samplesFarApart < samplesToRefuse
    if (wasSet || mayBeAnother || isUndecided || monotonicMs - this.#comparedAtMs >= everyMs) await this.compare()
  }

  #take({ databaseMs, monotonicMs, errorMs }: ClockSample): void {
    const offset = this.#slewed()
    this.#targetMs = offset + beyond(databaseMs - monotonicMs - offset, errorMs)
    const wallThenMs = this.#dependencies.wallMs() - (this.#dependencies.monotonicMs() - monotonicMs)
    const hostAheadMs = Math.round(beyond(wallThenMs - databaseMs, errorMs))
    this.#samplesFarApart = Math.abs(hostAheadMs) >= refusedMs ? this.#samplesFarApart + 1 : 0
    this.#comparedAtMs = this.#dependencies.monotonicMs()
    this.#state = { hostAheadMs, level: levelOf(Math.abs(hostAheadMs), this.#samplesFarApart) }
    this.#dependencies.onCompared?.(this.#state)
  }

  /** @returns the offset as of now, moved towards its target by as much as the time since the last call allows */
  #slewed(): number {
    const nowMs = this.#dependencies.monotonicMs()
    const mostMs = (nowMs - this.#atMs) * slewRate
    this.#offsetMs += Math.max(-mostMs, Math.min(mostMs, this.#targetMs - this.#offsetMs))
    this.#atMs = nowMs
    return this.#offsetMs
  }
}

/** A difference less the error of measuring it. */
function beyond(difference: number, error: number): number {
  return Math.sign(difference) * Math.max(0, Math.abs(difference) - error)
}

function levelOf(apart: number, samplesFarApart: number): ClockState['level'] {
  if (samplesFarApart >= samplesToRefuse) return 'writes-refused'
  if (apart >= farApartMs) return 'far-apart'
  return apart >= apartMs ? 'apart' : 'close'
}
