import { type RunningWork, repeatWork } from '#background/repetition/repeat-work'
import type { Telemetry } from '#telemetry/telemetry'

/** An event of the directory. */
type AccessEvent = Readonly<{ sellerId: string; lastSeq: number; kind: string }>

/** Reads the events that the directory has of the sellers of another store. */
export type AccessTrail<Event extends AccessEvent> = Readonly<{
  findHeads(): Promise<readonly Readonly<{ sellerId: string; newestSeq: number }>[]>
  listAccessEvents(sellerId: string, afterSeq: number): Promise<readonly Event[]>
}>

/** Keeps these events in the other store. */
export type AccessFollower<Event extends AccessEvent> = Readonly<{
  findAccessSeq(sellerId: string): Promise<number | undefined>
  appendAccessEvent(event: Event, nowMs: number): Promise<void>
}>

export type AccessDependencies<Event extends AccessEvent> = Readonly<{
  trail: AccessTrail<Event>
  follower: AccessFollower<Event>
  clock: () => number
  telemetry: Pick<Telemetry, 'backgroundFailed'>
}>

const name = 'tell another store what happened to apps and people'
const everyMs = 1_000
/** Its registration is an event of the other store too; and what a former program wrote of its coupons into the directory has no rows there. */
const ofApps: ReadonlySet<string> = new Set(['app', 'operator'])

/**
 * Appends the events of apps and people, which the directory writes, to the events of the same sellers in another store, so that webhooks,
 * histories and the console show them there. Several processes may do it: the store appends each once.
 */
export function startAccessSchedule<Event extends AccessEvent>(schedule: AccessDependencies<Event>): RunningWork {
  const told = new Map<string, number>()
  const work = (signal: AbortSignal) => tellAll(schedule, told, signal)
  return repeatWork({ name, everyMs, work, telemetry: schedule.telemetry })
}

/** A seller that fails does not hold up the others; the next run tries it again. */
async function tellAll<Event extends AccessEvent>(
  schedule: AccessDependencies<Event>,
  told: Map<string, number>,
  signal: AbortSignal,
): Promise<void> {
  for (const { sellerId, newestSeq } of await schedule.trail.findHeads()) {
    if (signal.aborted) return
    if (told.get(sellerId) === newestSeq) continue
    try {
      if (await tell(schedule, sellerId)) told.set(sellerId, newestSeq)
    } catch (error) {
      schedule.telemetry.backgroundFailed({ work: name, error })
    }
  }
}

/** @returns whether the other store has all events that there were; not before the seller is registered there */
async function tell<Event extends AccessEvent>(
  { trail, follower, clock }: AccessDependencies<Event>,
  sellerId: string,
): Promise<boolean> {
  let afterSeq = await follower.findAccessSeq(sellerId)
  if (afterSeq === undefined) return false
  for (;;) {
    const events = await trail.listAccessEvents(sellerId, afterSeq)
    const last = events.at(-1)
    if (last === undefined) return true
    for (const event of events) if (ofApps.has(event.kind)) await follower.appendAccessEvent(event, clock())
    afterSeq = last.lastSeq
  }
}
