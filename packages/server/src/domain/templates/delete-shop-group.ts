import type { GroupChange, ShopGroupRegistry } from '#domain/shops/shop-group-store'
import { findGroupUses, type UseSearch } from './find-group-uses.ts'

type Deletion = GroupChange &
  Pick<UseSearch, 'templates'> &
  Readonly<{ groups: Pick<ShopGroupRegistry, 'findGroup' | 'deleteGroup'>; isTrial?: boolean }>

export type DeletedGroup =
  /** `closedCount`: closed templates that name the group, whose coupons are valid in its shops no longer. */
  | Readonly<{ kind: 'deleted'; shopCount: number; closedCount: number }>
  | Readonly<{ kind: 'unknown' }>
  /** Open templates name it. */
  | Readonly<{ kind: 'used'; couponIds: readonly string[] }>

/**
 * Deletes a group that no open template names: what members claim then would be valid nowhere.
 * @param asked.isTrial answers what it would do, and does nothing
 */
export async function deleteShopGroup(asked: Deletion): Promise<DeletedGroup> {
  const { groups, templates, sellerId, name, nowMs, actor, requestId, isTrial = false } = asked
  const group = await groups.findGroup(sellerId, name)
  if (group === undefined) return { kind: 'unknown' }
  const uses = (await findGroupUses({ templates, sellerId, nowMs })).filter((use) => use.group === name)
  const open = uses.filter(({ isClosed }) => !isClosed)
  if (open.length > 0) return { kind: 'used', couponIds: open.map(({ couponId }) => couponId) }
  const isGone = !isTrial && (await groups.deleteGroup({ sellerId, name, nowMs, actor, requestId })) === 'unknown'
  if (isGone) return { kind: 'unknown' }
  return { kind: 'deleted', shopCount: group.shops.split(',').length, closedCount: uses.length }
}
