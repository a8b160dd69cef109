import { deleteShopGroup, getShopGroup, listShopGroups, listShopGroupUses, setShopGroup } from '@yaoquan/api'
import { momentText } from '#domain/dates'
import { type LifecycleStore, runAct } from '#domain/lifecycle/lifecycle-store'
import { deleteShopGroup as deleteGroup, setShopGroup as setGroup } from '#domain/lifecycle/set-shop-group'
import type { StoredGroups } from '#domain/shops/shop-group-store'
import { parseShopGroup } from '#domain/shops/shop-list'
import { findGroupUses } from '#domain/templates/find-group-uses'
import type { TemplateReader } from '#domain/templates/template-store'
import { type Method, writeOfCall } from '#methods/method'
import { ruleForUnknown } from '#methods/rule-for-unknown'
import { consoleRefusal, invalidSetting } from './console-refusal.ts'

export type ShopGroupDependencies = Readonly<{
  shopGroups: StoredGroups
  templates: TemplateReader
  lifecycle: LifecycleStore
}>

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
export function setShopGroupMethod({ lifecycle }: ShopGroupDependencies): Method<typeof setShopGroup> {
  return {
    definition: setShopGroup,
    async call({ name, shops, version: seenVersion }, context) {
      const parsed = parseShopGroup(name, shops.join(','))
      if (parsed.kind === 'invalid') return { result: invalidSetting(parsed.field, parsed.rule) }
      const request = writeOfCall(setShopGroup.name, context)
      const group = { name, shops: parsed.shops, seenVersion, mustKnowShops: true }
      const written = await runAct(setGroup, { lifecycle, request, ...group })
      if (written.kind === 'refused' && written.refusal.kind === 'unknown-shops') {
        const unknown = { field: 'shop', codes: written.refusal.shops } as const
        return { result: invalidSetting('shops', ruleForUnknown(unknown)) }
      }
      if (written.kind !== 'done') return { result: consoleRefusal('shopGroupChanged', { name }) }
      const { version, shopCount } = written.answer
      return { result: { version, shopCount, success: true } }
    },
  }
}

/** Deletes a group of shops that no open template names. */
export function deleteShopGroupMethod({ lifecycle }: ShopGroupDependencies): Method<typeof deleteShopGroup> {
  return {
    definition: deleteShopGroup,
    async call({ name, dryRun: isTried = false }, context) {
      const request = { ...writeOfCall(deleteShopGroup.name, context), isTried }
      const written = await runAct(deleteGroup, { lifecycle, request, name })
      if (written.kind === 'done') {
        const { shopCount, closedCount } = written.answer
        return { result: { dryRun: isTried || undefined, shopCount, closedCount, success: true } }
      }
      if (written.kind !== 'refused' || written.refusal.kind === 'unknown') {
        return { result: consoleRefusal('shopGroupNotFound', { name }) }
      }
      const { couponIds } = written.refusal
      return { result: { ...consoleRefusal('shopGroupUsed', { name, count: couponIds.length }), couponIds } }
    },
  }
}

function shopsOf(list: string): readonly string[] {
  return list.split(',')
}
