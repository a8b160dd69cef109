import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DuplicateKeyError, LostRaceError } from '#database/database-errors'
import { DatabaseFault } from '#database/mysql/database-fault'
import type { LifecycleStore } from '#domain/lifecycle/lifecycle-store'
import { beginFor, type Kind, kinds } from '#testing/lane-acts'
import { type Executed, type LaneStore, openLaneStore } from '#testing/lane-store'
import { newSeller } from '#testing/requests'
import { temporaryFolder } from '#testing/temporary-folder'

const isLong = process.env['YAOQUAN_SOAK'] !== undefined
/** Acts of a group. */
const size = isLong ? 64 : 12
let store: LaneStore

beforeAll(async () => {
  store = await openLaneStore(join(temporaryFolder(), 'lanes.db'))
})
afterAll(() => store?.close())

const poison = 7

function isPoisoned({ values }: Executed): boolean {
  return values.some(
    (value) => value === `number-${poison}` || value === `code-${poison}` || value === `order-${poison}`,
  )
}

/** Tells statements apart, whatever the length of their lists. */
function familyOf({ text }: Executed): string {
  return text.slice(0, 70)
}

const errors = {
  'a row exists': new DuplicateKeyError('exists'),
  'the row was changed': new LostRaceError('lost'),
  'any other error': new Error('broken'),
  // After which engines give up, as they do where no host answers.
  'it takes too long each time': new DatabaseFault('no answer in time', { kind: 'unavailable', errno: 0 }),
} as const

type Failure = keyof typeof errors

/** Each kind of act with one error, and some with all. */
function cases(): readonly (readonly [Kind, Failure])[] {
  const all = Object.keys(errors) as Failure[]
  const thorough: readonly Kind[] = ['issue', 'redeem', 'hold']
  return (Object.keys(kinds) as Kind[]).flatMap((kind) =>
    all
      .filter((failure) => isLong || thorough.includes(kind) || failure === 'any other error')
      .map((failure) => [kind, failure] as const),
  )
}

test.each(cases())('of %s, an act fails alone at whichever of its statements: %s', async (kind, failure) => {
  const all = Array.from({ length: size }, (_, number) => number)
  const [inGroup, alone] = [await poisonedFamilies(kind, all), await poisonedFamilies(kind, [poison])]
  expect(inGroup.size).toBeGreaterThan(1)
  for (const family of new Set([...inGroup, ...alone])) {
    const decided = new Map<string, number>()
    const place = { lifecycle: counting(store.lifecycle, decided), sellerId: newSeller() }
    await beginFor(place, kind, size)
    decided.clear()
    store.setFault((statement) => {
      if (familyOf(statement) === family && isPoisoned(statement)) throw errors[failure]
    })
    const written = await Promise.allSettled(all.map((number) => kinds[kind](place, number)))
    store.clear()
    const failed = written.flatMap(({ status }, number) => (status === 'rejected' ? [number] : []))
    // What fails only in a group is done alone, and what is only read alone is not read in the group.
    expect([family, failed]).toEqual([family, inGroup.has(family) && alone.has(family) ? [poison] : []])
    // The one that fails is repeated where it may have lost a race.
    decided.delete(`number-${poison}`)
    expect(Math.max(...decided.values())).toBeLessThanOrEqual(3)
    expect(await store.audit(place.sellerId)).toMatchObject({ kind: 'intact' })
  }
})

/** The statements that name the act where acts are done at the same time. */
async function poisonedFamilies(kind: Kind, numbers: readonly number[]): Promise<ReadonlySet<string>> {
  const place = { lifecycle: store.lifecycle, sellerId: newSeller() }
  await beginFor(place, kind, size)
  store.clear()
  await Promise.all(numbers.map((number) => kinds[kind](place, number)))
  return new Set(store.executed.filter(isPoisoned).map(familyOf))
}

/** Counts how often each request is decided. */
function counting(lifecycle: LifecycleStore, decided: Map<string, number>): LifecycleStore {
  return {
    ...lifecycle,
    runAct: (request, act, input) =>
      lifecycle.runAct(
        request,
        {
          ...act,
          decide(values) {
            const number = String(request.outRequestNo)
            decided.set(number, (decided.get(number) ?? 0) + 1)
            return act.decide(values)
          },
        },
        input,
      ),
  }
}
