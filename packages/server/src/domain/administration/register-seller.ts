import type { Seller } from '#domain/access/access-store'
import { done, load, refused } from '#domain/lifecycle/act'
import { sellersOf, sharedAct } from '#domain/lifecycle/shared-act'
import { sellerRegistered } from '#domain/lifecycle/shared-changes'
import { existingSellers } from '#domain/lifecycle/shared-reads'

/** Registers a seller. */
export const registerSeller = sharedAct<
  Seller,
  Readonly<{ sellers: ReadonlySet<string> }>,
  null,
  Readonly<{ kind: 'exists' }>
>({
  sellers: ({ sellerId }) => sellersOf(sellerId),
  reads: ({ sellerId }) => load({ sellers: existingSellers([sellerId]) }),
  decide({ input: seller, found: { sellers } }) {
    return sellers.has(seller.sellerId) ? refused({ kind: 'exists' }) : done(null, [sellerRegistered(seller)])
  },
})
