import type { Seller } from '#domain/access/access-store'
import { registerSeller } from '#domain/administration/register-seller'
import type { SharedRequest } from '#domain/lifecycle/shared-act'
import type { JoinedStore } from '#stores/open-stores'

/** `exists`: the seller is registered, and its data is elsewhere. */
export type AssignedSeller = 'assigned' | 'assigned-before' | 'exists' | 'conflict'

/**
 * Registers a seller in another store, and then in the directory, from which on servers find it there. What is interrupted in between is
 * completed by doing it again, and so is a store that was restored from a backup without the seller.
 * @throws OperatorError while a store is not open
 */
export async function assignSeller(
  stores: JoinedStore,
  { sellerId, name, storeName }: Seller & Readonly<{ storeName: string }>,
  request: SharedRequest,
): Promise<AssignedSeller> {
  const { directory, others } = stores
  const places = await directory.storePart.readPlaces()
  const isAssigned = places.get(sellerId) === storeName
  if (places.has(sellerId) && !isAssigned) return 'exists'
  const other = await others.find(storeName)
  if (!isAssigned && (await isInOtherStore(stores, sellerId, storeName))) return 'exists'
  const there = await other.sharedActs.runAct(request, registerSeller, { sellerId, name })
  if (there.kind === 'conflict') return 'conflict'
  if (isAssigned) return 'assigned-before'
  const here = await directory.sharedActs.runAct(request, registerSeller, { sellerId, name, storeName })
  if (here.kind === 'refused') return 'exists'
  return here.kind === 'conflict' ? 'conflict' : 'assigned'
}

/**
 * Whether any store but the directory has the seller. The directory may not know that: an assignment was interrupted, or the directory was
 * restored from an earlier backup. Registered a second time, the seller would begin without its data.
 * @param except a store that may have it
 * @throws OperatorError while a store is not open
 */
export async function isInOtherStore(
  { directory, others }: JoinedStore,
  sellerId: string,
  except?: string,
): Promise<boolean> {
  // Also those that only the directory knows: this host may lack the file that says where they are.
  const places = await directory.storePart.readPlaces()
  for (const name of new Set([...others.names(), ...places.values()])) {
    if (name === undefined || name === except) continue
    const { storePart } = await others.find(name)
    // One that the seller left has its row as well.
    if ((await storePart.readPlaces()).has(sellerId) && !(await storePart.readLeft()).has(sellerId)) return true
  }
  return false
}
