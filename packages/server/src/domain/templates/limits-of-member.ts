import { dayOf } from '#domain/dates'
import type { MemberNumber } from '#domain/members/member'
import { claimedOn } from './claim-count.ts'
import { publishedFromMs } from './template.ts'
import type { StoredTemplate, TemplateReader } from './template-store.ts'

export type MemberLimit = Readonly<{
  couponId: string
  couponName: string
  /** What was claimed in all, and on the given day. */
  claimed: Readonly<{ total: number; today: number }>
  /** The limit in the template. */
  memberTotal: number | undefined
  memberPerDay: number | undefined
}>

export type LimitsQuery = Readonly<{
  sellerId: string
  memberNo: MemberNumber
  /** Templates of which the member has coupons, 0..200. */
  heldIds: readonly string[]
  nowMs: number
}>

type Reader = Pick<TemplateReader, 'findTemplates' | 'findPublishedTemplate' | 'listOpenUsage' | 'countClaims'>

/** Limits of a member that are shown at most. */
const maxLimits = 50

/**
 * What a member claimed of open templates with a limit per member, and the limits, by the version that can be claimed now. The counters of a
 * claim say how much. A merge forgets them, so without one the claims of the templates of held coupons are counted.
 */
export async function limitsOfMember(templates: Reader, query: LimitsQuery): Promise<readonly MemberLimit[]> {
  const { sellerId, memberNo, heldIds, nowMs } = query
  const usages = await templates.listOpenUsage({ sellerId, memberNo, limit: maxLimits })
  const usedIds = new Set(usages.map(({ couponId }) => couponId))
  const found = await templates.findTemplates(sellerId, [...new Set([...usedIds, ...heldIds])])
  const counting = found.filter(({ isClosed, countsMembers }) => !isClosed && countsMembers).slice(0, maxLimits)
  const couponIds = counting.map(({ terms }) => terms.couponId).filter((couponId) => !usedIds.has(couponId))
  const today = dayOf(nowMs)
  const claims = await templates.countClaims({ sellerId, memberNo, couponIds, today })
  const counts = new Map([...usages, ...claims].map(({ couponId, count }) => [couponId, count]))
  const limits = counting.map(async (newest) => {
    const { couponId } = newest.terms
    const count = counts.get(couponId)
    if (count === undefined) return []
    const template = await claimable(newest)
    if (template === undefined) return []
    const { couponName, memberTotal, memberPerDay } = template.terms
    if (memberTotal === undefined && memberPerDay === undefined) return []
    const claimed = { total: count.total, today: claimedOn(count, today) }
    return [{ couponId, couponName, claimed, memberTotal, memberPerDay }]
  })
  return (await Promise.all(limits)).flat()

  async function claimable(newest: StoredTemplate): Promise<StoredTemplate | undefined> {
    const fromMs = publishedFromMs(newest.terms)
    if (fromMs !== undefined && fromMs <= nowMs) return newest
    return templates.findPublishedTemplate(sellerId, newest.terms.couponId, nowMs)
  }
}
