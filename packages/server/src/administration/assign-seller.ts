import type { Seller } from '#domain/access/access-store'
import { registerSeller } from '#domain/administration/register-seller'
import type { SharedRequest } from '#domain/lifecycle/shared-act'
import type { JoinedStore } from '#stores/open-stores'

/** `exists`: the seller is registered, and its data is elsewhere. */
export type AssignedSeller = 'assigned' | 'assigned-before' | 'exists' | 'conflict'

/**
 * Registers a seller in another store, and then in the directory, from which on servers find it there. What is interrupted in between is
 * completed by doing it again.
 * @throws OperatorError while a store is not open
 */
export async function assignSeller(
  stores: JoinedStore,
  { sellerId, name, storeName }: Seller & Readonly<{ storeName: string }>,
  request: SharedRequest,
): Promise<AssignedSeller> {
  const { directory, others } = stores
  const places = await directory.storePart.readPlaces()
  if (places.has(sellerId)) return places.get(sellerId) === storeName ? 'assigned-before' : 'exists'
  const other = await others.find(storeName)
  if (await isInOtherStore(stores, sellerId, storeName)) return 'exists'
  const there = await other.sharedActs.runAct(request, registerSeller, { sellerId, name })
  if (there.kind === 'conflict') return 'conflict'
  const here = await directory.sharedActs.runAct(request, registerSeller, { sellerId, name, storeName })
  if (here.kind === 'refused') return 'exists'
  return here.kind === 'conflict' ? 'conflict' : 'assigned'
}

/**
 * Whether a store has the seller beside the directory, which knows nothing of it after an interrupted assignment, or once it was restored
 * from an earlier backup. A seller that was registered elsewhere too would begin without its data.
 * @param except a store that may have it
 * @throws OperatorError while a store is not open
 */
export async function isInOtherStore({ others }: JoinedStore, sellerId: string, except?: string): Promise<boolean> {
  for (const name of others.names()) {
    if (name === except) continue
    const { sellerFinder } = await others.find(name)
    if ((await sellerFinder.findSeller(sellerId)) !== undefined) return true
  }
  return false
}
