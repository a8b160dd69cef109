import { listOf } from '#domain/comma-list'
import type { ShopGroup } from '#domain/shops/shop-group-store'
import type { GroupUse } from '#domain/templates/find-group-uses'
import { act, done, load, type Reading, refused } from './act.ts'
import { nextEventSeq } from './member-changes.ts'
import { shopGroupChanged } from './seller-changes.ts'
import { groupUses, shopGroup, unknownShops } from './seller-reads.ts'

type SettingGroup = Readonly<{
  name: string
  /** Comma list, each shop once. */
  shops: string
  /** The version that the operator looked at, 0: there was none. Undefined: whatever it is, it is replaced. */
  seenVersion?: number | undefined
  /** Whether a shop that the list of shops does not have is refused, unless the list is empty or the group has the shop already. */
  mustKnowShops?: boolean
}>

export type GroupNotSet =
  | Readonly<{ kind: 'changed' }>
  /** They are in no list of the seller. */
  | Readonly<{ kind: 'unknown-shops'; shops: readonly string[] }>

/** A group without its shops, of which there may be 20,000. */
export type SetGroup = Pick<ShopGroup, 'version' | 'setAtMs'> & Readonly<{ shopCount: number }>

type FoundGroup = Readonly<{ stored: ShopGroup | undefined; eventSeq: number; unknown: readonly string[] }>

/**
 * Creates a group of shops or replaces its shops, unless it was changed since it was looked at. A group that was looked at and has these shops
 * stays as it is, so that a repeat does nothing.
 */
export const setShopGroup = act<SettingGroup, FoundGroup, SetGroup, GroupNotSet>({
  *reads({ name, shops, mustKnowShops = false }): Reading<FoundGroup> {
    const found = yield* load({ stored: shopGroup(name), eventSeq: nextEventSeq() })
    if (!mustKnowShops) return { ...found, unknown: [] }
    const before = new Set(listOf(found.stored?.shops ?? ''))
    const added = listOf(shops).filter((shop) => !before.has(shop))
    return { ...found, ...(yield* load({ unknown: unknownShops(added) })) }
  },
  decide({ input: { name, shops, seenVersion }, found: { stored, eventSeq, unknown }, nowMs }) {
    if (seenVersion !== undefined && stored?.shops === shops) return done(answerOf(stored))
    if (seenVersion !== undefined && (stored?.version ?? 0) !== seenVersion) {
      return refused({ kind: 'changed' })
    }
    if (unknown.length > 0) return refused({ kind: 'unknown-shops', shops: unknown })
    // A group begins with the number of its event, so that one that is created again has no version of the deleted one.
    const version = stored === undefined ? eventSeq : stored.version + 1
    const to = { name, shops, version, setAtMs: nowMs }
    return done(answerOf(to), [shopGroupChanged({ name, from: stored, to })])
  },
})

function answerOf({ version, setAtMs, shops }: ShopGroup): SetGroup {
  return { version, setAtMs, shopCount: countOf(shops) }
}

function countOf(shops: string): number {
  return shops.split(',').length
}

type DeletingGroup = Readonly<{ name: string }>

/** `closedCount`: closed templates that name the group, whose coupons are valid in its shops no longer. */
export type DeletedGroup = Readonly<{ shopCount: number; closedCount: number }>

export type GroupNotDeleted =
  | Readonly<{ kind: 'unknown' }>
  /** Open templates name it. */
  | Readonly<{ kind: 'used'; couponIds: readonly string[] }>

type FoundUses = Readonly<{ stored: ShopGroup | undefined; uses: readonly GroupUse[] }>

/** Deletes a group that no open template names: what members claim then would be valid nowhere. */
export const deleteShopGroup = act<DeletingGroup, FoundUses, DeletedGroup, GroupNotDeleted>({
  runsAlone: true,
  *reads({ name }): Reading<FoundUses> {
    const { stored } = yield* load({ stored: shopGroup(name) })
    return stored === undefined ? { stored, uses: [] } : { stored, ...(yield* load({ uses: groupUses(name) })) }
  },
  decide({ input: { name }, found: { stored, uses } }) {
    if (stored === undefined) return refused({ kind: 'unknown' })
    const open = uses.filter(({ isClosed }) => !isClosed)
    if (open.length > 0) return refused({ kind: 'used', couponIds: open.map(({ couponId }) => couponId) })
    const answer = { shopCount: countOf(stored.shops), closedCount: uses.length }
    return done(answer, [shopGroupChanged({ name, from: stored, to: undefined })])
  },
})
