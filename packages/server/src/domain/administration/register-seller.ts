import type { Seller } from '#domain/access/access-store'
import { done, load, refused } from '#domain/lifecycle/act'
import { sellersOf, sharedAct } from '#domain/lifecycle/shared-act'
import { existingSellers, type SellerPlacement, sellerPlaced, sellerRegistered } from '#domain/lifecycle/shared-changes'
import { firstPolicy } from '#domain/policy/seller-policy'

/** Registers a seller. `storeName`: the other store that keeps its data. */
export const registerSeller = sharedAct<
  Seller & Readonly<{ storeName?: string | undefined }>,
  Readonly<{ sellers: ReadonlySet<string> }>,
  null,
  Readonly<{ kind: 'exists' }>
>({
  sellers: ({ sellerId }) => sellersOf(sellerId),
  reads: ({ sellerId }) => load({ sellers: existingSellers([sellerId]) }),
  decide({ input: { storeName, ...seller }, found: { sellers } }) {
    if (sellers.has(seller.sellerId)) return refused({ kind: 'exists' })
    return done(null, [sellerRegistered({ seller, policy: firstPolicy, storeName })])
  },
})

/** In the directory: another store keeps the data of a seller from now on, which was moved there. */
export const placeSeller = sharedAct<SellerPlacement, object, null>({
  sellers: ({ sellerId }) => sellersOf(sellerId),
  reads: () => load({}),
  decide: ({ input }) => done(null, [sellerPlaced(input)]),
})
