import type { Store } from '../../packages/server/src/store/open-store.ts'
import { deleteGroup, setGroup } from '../../packages/server/src/testing/change-rules.ts'
import type { Random } from './seeded-random.ts'

type Acting = Readonly<{
  by: Pick<Change, 'sellerId' | 'actor'>
  random: Random
  store: Store
  nowMs: () => number
  send: (name: string, input: object) => Promise<unknown>
}>

/** Sets or deletes one of two groups of shops. */
export async function changeGroup(acting: Acting): Promise<void> {
  const { by, random, store, nowMs } = acting
  const change = { ...by, name: random.of(['east', 'west']), nowMs: nowMs() }
  if (random.chance(0.2)) await remove(acting, change)
  else await setGroup(store, { ...change, shops: random.of(['01', '01,02', '03', '02,03', '09']) })
}

type Change = Parameters<typeof deleteGroup>[1]

/** Deletes a group. Open templates that name it are closed meanwhile. */
async function remove({ store, send }: Acting, change: Change): Promise<void> {
  const refused = await deleteGroup(store, change)
  if (!('kind' in refused) || refused.kind !== 'used') return
  for (const couponId of refused.couponIds) await send('yaoquan.template.close', { couponId })
  await deleteGroup(store, change)
  for (const couponId of refused.couponIds) await send('yaoquan.template.reopen', { couponId })
}
