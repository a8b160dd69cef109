import type { RemovalStep, Removed, RetentionTurn } from '#domain/retention/retention-store'
import type { Store } from '#store/open-store'

const dayMs = 86_400_000

/** The turn of a seller, if its policy makes one. */
export async function turnOf({ retentionWork }: Store, sellerId: string): Promise<RetentionTurn | undefined> {
  return (await retentionWork.listTurns()).find((turn) => turn.sellerId === sellerId)
}

/** Takes the turn of a seller, whose policy makes it due. */
export async function takeTurn(store: Store, sellerId: string, nowMs: number): Promise<RetentionTurn> {
  const turn = await turnOf(store, sellerId)
  const taken = turn && (await store.retentionWork.takeTurn(turn, nowMs + 1))
  if (taken === undefined) throw new Error('the turn was not taken')
  return taken
}

/** A whole pass over what is old of one kind. @returns how much it removed */
export async function pass(store: Store, sellerId: string, step: Omit<RemovalStep, 'turn' | 'after'>): Promise<number> {
  const turn = await takeTurn(store, sellerId, step.nowMs)
  let [sum, after]: [number, string | undefined] = [0, '']
  while (after !== undefined) {
    const done: Removed | undefined = await store.retentionWork.remove({ ...step, turn, after })
    if (done === undefined) throw new Error('the turn is lost')
    sum += done.removed
    after = done.next
  }
  await store.retentionWork.endTurn(turn, { nowMs: step.nowMs, nextPassMs: step.nowMs + dayMs })
  return sum
}
