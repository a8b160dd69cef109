import type { Change } from './changes.ts'
import type { Loader, Read, ReadKind, ReadKinds } from './reads.ts'

/**
 * Something that changes a seller's data, as data: what it must see, and what follows from that. `runAct` does the rest for all: it looks up
 * number and signature, loads the reads under the lock of the seller, applies the changes with their events, stores the answer, and commits.
 * The same act, decided on other rows, is a dry run, an explanation of a refusal, or a unit test (docs/adr/0036-acts.md).
 */
export type Act<Input, Found, Answer, Refused = never> = Readonly<{
  /** It takes long, or changes what many other acts see: it has a transaction of its own. Others of a seller may share one. */
  runsAlone?: boolean
  /** What the act must see, in rounds: keyed look-ups and bounded lists, by `load`. */
  reads(input: Input, moment: Moment): Reading<Found>
  /** Those of its reads that do not depend on what others find, as a rule: where reads travel together, they go out with the first round. */
  ahead?(input: Input): readonly Read[]
  /**
   * The rules. Pure: no clock and no randomness, so that the same input gives the same decision.
   * @returns the answer, which is stored as JSON and holds no phone, with all changes; or the refusal
   */
  decide(input: Given<Input, Found>): Decision<Answer, Refused>
}>

/** The moment of the request, epoch milliseconds. */
export type Moment = Readonly<{ nowMs: number }>

export type Given<Input, Found> = Moment & Readonly<{ input: Input; found: Found }>

export type Decision<Answer, Refused> =
  | Readonly<{ kind: 'done'; answer: Answer; changes: readonly Change[] }>
  | Readonly<{ kind: 'refused'; refusal: Refused }>

/** Reads of one round, by the names that the act gives them. */
type Round = Readonly<Record<string, Read>>

type FoundIn<R extends Round> = { readonly [Name in keyof R]: ReadKinds[R[Name]['kind']]['found'] }

/** Rounds of reads; each sees what those before found. */
export type Reading<Found> = Generator<Round, Found, unknown>

/** Gives an act its types. */
export function act<Input, Found, Answer, Refused = never>(
  parts: Act<Input, Found, Answer, Refused>,
): Act<Input, Found, Answer, Refused> {
  return parts
}

/** One round of reads: `const { coupons } = yield* load({ coupons: couponsByCode(codes) })`. */
export function* load<const R extends Round>(round: R): Reading<FoundIn<R>> {
  return (yield round) as FoundIn<R>
}

/** Loads a read. What needs no statement is there without a promise. */
export type LoadRead = <Kind extends ReadKind>(
  read: Read<Kind>,
) => ReadKinds[Kind]['found'] | Promise<ReadKinds[Kind]['found']>

/** Loads what an act must see, one read after the other. */
export async function loadAll<Found>(reading: Reading<Found>, load: LoadRead): Promise<Found> {
  let step = reading.next()
  while (step.done !== true) {
    const found: Record<string, unknown> = {}
    for (const [name, read] of Object.entries(step.value)) {
      const loaded = load(read)
      // An act has several reads that need no statement, and awaiting a value takes as long as awaiting a promise.
      found[name] = loaded instanceof Promise ? await loaded : loaded
    }
    step = reading.next(found)
  }
  return step.value
}

/** The same where the reads of a round begin at the same time, so that one message takes them. @param ahead begin with the first round */
export async function loadAtOnce<Found>(
  reading: Reading<Found>,
  loadRead: LoadRead,
  ahead: readonly Read[],
): Promise<Found> {
  const loadOne = async (read: Read) => loadRead(read)
  let early: readonly Readonly<{ read: Read; found: Promise<unknown> }>[] | undefined
  const load = (read: Read) => early?.find((one) => isSame(one.read, read))?.found ?? loadOne(read)
  let step = reading.next()
  while (step.done !== true) {
    const loaded = Object.entries(step.value).map(async ([name, read]) => [name, await load(read)] as const)
    early ??= ahead.map((read) => ({ read, found: loadOne(read) }))
    // Nobody may come to ask for one that fails.
    for (const { found } of early) found.catch(() => undefined)
    step = reading.next(Object.fromEntries(await Promise.all(loaded)))
  }
  return step.value
}

function isSame(one: Read, other: Read): boolean {
  return one.kind === other.kind && JSON.stringify(one.by) === JSON.stringify(other.by)
}

/** @returns loads a read, and throws a RangeError for a kind that the loader lacks: where it is used, no act reads that */
export function loadBy(loader: Partial<Loader>): LoadRead {
  return ({ kind, by }) => {
    const loadOne = loader[kind]
    if (loadOne === undefined) throw new RangeError(`reads of kind ${kind} are not loaded here`)
    return loadOne(by)
  }
}

/** The act is done. @param changes in the order in which their events follow each other; none where nothing changes */
export function done<Answer>(answer: Answer, changes: readonly Change[] = []) {
  return { kind: 'done', answer, changes } as const
}

/** The act is refused: nothing changes, and its number may be used again. */
export function refused<Refused>(refusal: Refused) {
  return { kind: 'refused', refusal } as const
}
