import type { InputOf, MethodDefinition, ResponseOf } from '@yaoquan/api'
import type { FoundRedemption, RedemptionPlace, RedemptionReader } from '#domain/search/redemption-search'
import type { Method } from './method.ts'

type Named = Readonly<{ redemptionId?: string | undefined; orderId?: string | undefined }>

/**
 * Lets an operator of certain shops return only what was redeemed in them; to others it changes nothing.
 * @param refused the answer to what another shop redeemed: as where there is no such redemption
 */
export function returnInOwnShops<M extends MethodDefinition>(
  method: Method<M>,
  { redemptions, refused }: Readonly<{ redemptions: RedemptionReader; refused: ResponseOf<M> }>,
): Method<M> {
  return {
    ...method,
    async call(input: InputOf<M>, context) {
      const shops = context.operator?.shops
      if (shops !== undefined) {
        // The shop of a redemption never changes, so it may be read before.
        const named = await findRedemptions(input as Named, { redemptions, sellerId: context.sellerId })
        const isOwn = named.length > 0 && named.every(({ shop }) => shops.includes(shop ?? ''))
        if (!isOwn) return refused
      }
      return method.call(input, context)
    },
  }
}

/** The redemption that a call names, or those of the order that it names. */
async function findRedemptions(
  { redemptionId, orderId }: Named,
  { redemptions, sellerId }: Readonly<{ redemptions: RedemptionReader; sellerId: string }>,
): Promise<readonly FoundRedemption[]> {
  if (redemptionId !== undefined) {
    const found = await redemptions.findRedemption(sellerId, redemptionId)
    return found === undefined ? [] : [found]
  }
  const ofOrder: FoundRedemption[] = []
  let after: RedemptionPlace | undefined
  do {
    const page = await redemptions.listRedemptions({ sellerId, filter: { orderId }, after, limit: 200 })
    ofOrder.push(...page.redemptions)
    after = page.nextAfter
  } while (orderId !== undefined && after !== undefined)
  return orderId === undefined ? [] : ofOrder
}
