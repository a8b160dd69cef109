import type { RemovalStep, Removed, RetentionLease } from '#domain/retention/retention-store'
import type { Store } from '#store/open-store'

const dayMs = 86_400_000

/** The lease of a seller, if its policy makes one. */
export async function leaseOf({ retentionWork }: Store, sellerId: string): Promise<RetentionLease | undefined> {
  return (await retentionWork.listLeases()).find((lease) => lease.sellerId === sellerId)
}

/** Takes the lease of a seller, whose policy makes it due. */
export async function takeLease(store: Store, sellerId: string, nowMs: number): Promise<RetentionLease> {
  const lease = await leaseOf(store, sellerId)
  const taken = lease && (await store.retentionWork.takeLease(lease, nowMs + 1))
  if (taken === undefined) throw new Error('the lease was not taken')
  return taken
}

/** A whole pass over what is old of one kind. @returns how much it removed */
export async function pass(
  store: Store,
  sellerId: string,
  step: Omit<RemovalStep, 'lease' | 'after'>,
): Promise<number> {
  const lease = await takeLease(store, sellerId, step.nowMs)
  let [sum, after]: [number, string | undefined] = [0, '']
  while (after !== undefined) {
    const done: Removed | undefined = await store.retentionWork.remove({ ...step, lease, after })
    if (done === undefined) throw new Error('the lease is lost')
    sum += done.removed
    after = done.next
  }
  await store.retentionWork.endLease(lease, { nowMs: step.nowMs, nextPassMs: step.nowMs + dayMs })
  return sum
}
