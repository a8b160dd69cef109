import { groupsIn } from '#domain/shops/shop-list'
import { stageOf } from './template-filter.ts'
import type { StoredTemplate, TemplateReader } from './template-store.ts'

/** A template whose shops name a group. */
export type GroupUse = Readonly<{ group: string; couponId: string; couponName: string; isClosed: boolean }>

export type UseSearch = Readonly<{
  templates: Pick<TemplateReader, 'listTemplates' | 'findOfferedTemplates'>
  sellerId: string
  nowMs: number
}>

/**
 * The templates of a seller that name groups, in order of their ids: in the version that is published now, in one that is to be published
 * later, or in the newest.
 */
export async function findGroupUses({ templates, sellerId, nowMs }: UseSearch): Promise<readonly GroupUse[]> {
  const uses: GroupUse[] = []
  let afterCouponId = ''
  for (;;) {
    const page = await templates.listTemplates({ sellerId, isClosed: undefined, afterCouponId, limit: pageSize })
    for (const template of page) {
      const { couponId, couponName } = template.terms
      for (const group of await groupsOf(template)) {
        uses.push({ group, couponId, couponName, isClosed: template.isClosed })
      }
      afterCouponId = couponId
    }
    if (page.length < pageSize) return uses
  }

  async function groupsOf(newest: StoredTemplate): Promise<ReadonlySet<string>> {
    const groups = groupsIn(newest.terms.shop)
    const isFirst = newest.newestVersion === 1
    if (isFirst || !isUnpublished(newest)) return new Set(groups)
    const offered = await templates.findOfferedTemplates(sellerId, newest.terms.couponId, nowMs)
    return new Set([...groups, ...offered.flatMap(({ terms }) => [...groupsIn(terms.shop)])])
  }

  function isUnpublished(template: StoredTemplate): boolean {
    return ['draft', 'pending', 'waiting'].includes(stageOf({ ...template, isClosed: false }, nowMs))
  }
}

const pageSize = 201
