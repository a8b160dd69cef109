import { listOf } from '#domain/comma-list'
import { addDays, type DateText, dayOf, parseMoment } from '#domain/dates'
import type { Page, Paging } from '#domain/page'
import type { ShopGroupReader } from '#domain/shops/shop-group-store'
import { groupsWithShop, includesShop, type ShopWithGroups } from '#domain/shops/shop-list'
import type { TemplateKind, TemplateTerms } from './template.ts'
import type { StoredTemplate, TemplateListQuery, TemplateReader } from './template-store.ts'

const templateStages = ['draft', 'pending', 'waiting', 'open', 'stopped', 'ended'] as const

/** Stage of the newest version of a template. */
type TemplateStage = (typeof templateStages)[number]

/** What the newest version of a template must fulfil; absent members do not limit. Texts are not empty. */
type TemplateFilter = Readonly<{
  /** Part of the name or the id, in any case. */
  search?: string | undefined
  kind?: TemplateKind | undefined
  stage?: TemplateStage | undefined
  /** Usable there. */
  shop?: ShopWithGroups | undefined
  category?: string | undefined
  channel?: string | undefined
  savedBy?: string | undefined
  /** Can be claimed or used on a day of the span; either end may be open. */
  activeFrom?: DateText | undefined
  activeTo?: DateText | undefined
}>

/** Whether a template fulfils a filter at a moment. */
function matchesTemplate(template: StoredTemplate, filter: TemplateFilter, nowMs: number): boolean {
  const { terms } = template
  const { search, kind, stage, shop, category, channel, savedBy, activeFrom, activeTo } = filter
  const { fromDay, toDay } = activeDays(template)
  return (
    (search === undefined || `${terms.couponName} ${terms.couponId}`.toLowerCase().includes(search.toLowerCase())) &&
    (kind === undefined || terms.kind === kind) &&
    (stage === undefined || stageOf(template, nowMs) === stage) &&
    (shop === undefined || terms.shop === undefined || includesShop(terms.shop, shop)) &&
    (category === undefined || isListed(terms.category, category)) &&
    (channel === undefined || isListed(terms.channels, channel)) &&
    (savedBy === undefined || terms.savedBy === savedBy) &&
    (activeFrom === undefined || toDay === undefined || toDay >= activeFrom) &&
    (activeTo === undefined || fromDay <= activeTo)
  )
}

/** An absent list names everything. */
function isListed(list: string | undefined, member: string): boolean {
  return list === undefined || listOf(list).includes(member)
}

/** The stage of a template at a moment. A draft stays one whatever an earlier version, which is published, still gives. */
export function stageOf({ terms, isClosed }: StoredTemplate, nowMs: number): TemplateStage {
  if (isClosed) return 'stopped'
  const { state, approval, publishAt, claimFrom, claimTo, validity } = terms
  if (state === 'draft') return approval?.kind === 'waiting' ? 'pending' : 'draft'
  const claimToMs = claimTo === undefined ? undefined : parseMoment(claimTo)
  if (claimToMs !== undefined && nowMs >= claimToMs + 1000) return 'ended'
  if (validity.kind === 'fixed' && dayOf(nowMs) > validity.endDate) return 'ended'
  const starts = [publishAt, claimFrom].map((moment) => (moment === undefined ? 0 : (parseMoment(moment) ?? 0)))
  return Math.max(...starts) > nowMs ? 'waiting' : 'open'
}

/** The days from the first on which it can be claimed to the last on which its coupons are usable; an open end is undefined. */
function activeDays({ terms, savedAtMs }: Pick<StoredTemplate, 'terms' | 'savedAtMs'>): Readonly<{
  fromDay: DateText
  toDay: DateText | undefined
}> {
  const { claimFrom, publishAt, validity } = terms
  const starts = [claimFrom, publishAt].filter((moment) => moment !== undefined)
  const since = starts.toSorted().at(-1)?.slice(0, 10) ?? dayOf(savedAtMs)
  // For fixed days, an earlier version may have been claimed before this one was saved.
  const fromDay = validity.kind === 'fixed' && validity.startDate < since ? validity.startDate : since
  return { fromDay, toDay: lastUsableDay(terms) }
}

function lastUsableDay({ validity, claimTo }: TemplateTerms): DateText | undefined {
  if (validity.kind === 'fixed') return validity.endDate
  return claimTo === undefined ? undefined : addDays(claimTo.slice(0, 10), validity.toDay)
}

type TemplateListing = Paging &
  Pick<TemplateListQuery, 'isClosed'> &
  Readonly<{
    templates: TemplateReader
    shops: ShopGroupReader
    filter: Omit<TemplateFilter, 'shop'> & Readonly<{ shop?: string | undefined }>
    nowMs: number
  }>

/** Templates that one page looks at; a page of rare ones is shorter, and its cursor goes on from there. */
const maxScanned = 2_000

/** Templates that one statement reads. */
const stepSize = 201

/**
 * One page of a seller's templates, in order of their ids. A cursor is valid only with the `isClosed` it came from. Terms are
 * one text per version, so a filter is applied to what is read, in steps.
 */
export async function listTemplates(listing: TemplateListing): Promise<Page<StoredTemplate>> {
  const { sellerId, isClosed, cursor, limit, nowMs } = listing
  const start = cursorStart(isClosed)
  if (cursor !== undefined && !cursor.startsWith(start)) return { kind: 'invalid-cursor' }
  const filter = await withGroups(listing)
  const isFiltered = Object.values(filter).some((member) => member !== undefined)
  const step = isFiltered ? stepSize : limit + 1
  const page: StoredTemplate[] = []
  let afterCouponId = cursor?.slice(start.length) ?? ''
  for (let scanned = 0; scanned < maxScanned; scanned += step) {
    const found = await listing.templates.listTemplates({ sellerId, isClosed, afterCouponId, limit: step })
    for (const template of found) {
      if (matchesTemplate(template, filter, nowMs)) {
        if (page.length === limit) return { kind: 'page', rows: page, nextCursor: start + afterCouponId }
        page.push(template)
      }
      afterCouponId = template.terms.couponId
    }
    if (found.length < step) return { kind: 'page', rows: page, nextCursor: undefined }
  }
  return { kind: 'page', rows: page, nextCursor: start + afterCouponId }
}

async function withGroups({ sellerId, shops, filter }: TemplateListing): Promise<TemplateFilter> {
  const { shop, ...rest } = filter
  if (shop === undefined) return rest
  const { shopsOf } = await shops.findGroups(sellerId)
  return { ...rest, shop: { shop, groups: groupsWithShop(shopsOf, shop) } }
}

function cursorStart(isClosed: boolean | undefined): string {
  return isClosed === undefined ? 't1.all.' : isClosed ? 't1.closed.' : 't1.open.'
}
