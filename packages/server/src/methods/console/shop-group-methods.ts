import { deleteShopGroup, getShopGroup, listShopGroups, listShopGroupUses, setShopGroup } from '@yaoquan/api'
import { momentText } from '#domain/dates'
import { parseShopGroup } from '#domain/shops/parse-shop-group'
import type { ShopGroupRegistry } from '#domain/shops/shop-group-store'
import { deleteShopGroup as deleteGroup } from '#domain/templates/delete-shop-group'
import { findGroupUses } from '#domain/templates/find-group-uses'
import type { TemplateReader } from '#domain/templates/template-store'
import type { Method } from '#methods/method'
import { consoleRefusal, invalidSetting } from './console-refusal.ts'

export type ShopGroupDependencies = Readonly<{ shopGroups: ShopGroupRegistry; templates: TemplateReader }>

/** The groups of shops of the seller. */
export function listShopGroupsMethod({ shopGroups }: ShopGroupDependencies): Method<typeof listShopGroups> {
  return {
    definition: listShopGroups,
    async call(_input, { sellerId }) {
      const groups = (await shopGroups.listGroups(sellerId)).map(({ name, shops, version, setAtMs }) => {
        return { name, version, shopCount: shopsOf(shops).length, setAt: momentText(setAtMs) }
      })
      return { result: { groups, success: true } }
    },
  }
}

/** The shops of a group. */
export function getShopGroupMethod({ shopGroups }: ShopGroupDependencies): Method<typeof getShopGroup> {
  return {
    definition: getShopGroup,
    async call({ name }, { sellerId }) {
      const group = await shopGroups.findGroup(sellerId, name)
      if (group === undefined) return { result: { ...consoleRefusal('shopGroupNotFound', { name }), ...noShops } }
      return { result: { version: group.version, shops: shopsOf(group.shops), success: true } }
    },
  }
}

const noShops = { version: 0, shops: [] } as const

/** The templates that name groups of shops. */
export function listShopGroupUsesMethod({ templates }: ShopGroupDependencies): Method<typeof listShopGroupUses> {
  return {
    definition: listShopGroupUses,
    async call(_input, { sellerId, nowMs }) {
      const uses = (await findGroupUses({ templates, sellerId, nowMs })).map(({ group, isClosed, ...template }) => {
        return { name: group, ...template, closed: isClosed }
      })
      return { result: { uses, success: true } }
    },
  }
}

/** Creates a group of shops or replaces its shops. */
export function setShopGroupMethod({ shopGroups }: ShopGroupDependencies): Method<typeof setShopGroup> {
  return {
    definition: setShopGroup,
    async call({ name, shops, version: seenVersion }, { sellerId, actor, nowMs, requestId }) {
      const parsed = parseShopGroup(name, shops.join(','))
      if (parsed.kind === 'invalid') return { result: invalidSetting(parsed.field, parsed.rule.zh) }
      const change = { sellerId, name, shops: parsed.shops, seenVersion, nowMs, actor, requestId }
      const group = await shopGroups.setSeenGroup(change)
      if (group === 'changed') return { result: consoleRefusal('shopGroupChanged', { name }) }
      return { result: { version: group.version, shopCount: shopsOf(group.shops).length, success: true } }
    },
  }
}

/** Deletes a group of shops that no open template names. */
export function deleteShopGroupMethod({
  shopGroups: groups,
  templates,
}: ShopGroupDependencies): Method<typeof deleteShopGroup> {
  return {
    definition: deleteShopGroup,
    async call({ name, dryRun: isTrial = false }, { sellerId, actor, nowMs, requestId }) {
      const deleted = await deleteGroup({ groups, templates, sellerId, name, nowMs, actor, requestId, isTrial })
      switch (deleted.kind) {
        case 'deleted': {
          const { shopCount, closedCount } = deleted
          return { result: { dryRun: isTrial || undefined, shopCount, closedCount, success: true } }
        }
        case 'unknown':
          return { result: consoleRefusal('shopGroupNotFound', { name }) }
        case 'used': {
          const { couponIds } = deleted
          return { result: { ...consoleRefusal('shopGroupUsed', { name, count: couponIds.length }), couponIds } }
        }
      }
    },
  }
}

function shopsOf(list: string): readonly string[] {
  return list.split(',')
}
