import { done, load } from '#domain/lifecycle/act'
import { sellersOf, sharedAct } from '#domain/lifecycle/shared-act'
import { type SellerPlacement, sellerPlaced } from '#domain/lifecycle/shared-changes'

/** In the directory: another store keeps the data of a seller from now on, which was moved there. */
export const placeSeller = sharedAct<SellerPlacement, object, null>({
  sellers: ({ sellerId }) => sellersOf(sellerId),
  reads: () => load({}),
  decide: ({ input }) => done(null, [sellerPlaced(input)]),
})
