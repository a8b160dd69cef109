import { listOf } from '#domain/comma-list'
import { dayOf } from '#domain/dates'
import { groupsIn, shopsIn } from '#domain/shops/shop-list'
import { type ClaimCount, noClaimsOn } from '#domain/templates/claim-count'
import { needsApproval } from '#domain/templates/needs-approval'
import type { TemplateTerms } from '#domain/templates/template'
import type { SaveRefusal, StoredTemplate, TemplateRefusal, UnknownCodes } from '#domain/templates/template-store'
import { act, done, load, type Reading, refused } from './act.ts'
import { unknownCategories, unknownShops } from './seller-reads.ts'
import {
  claimsBefore,
  existingGroups,
  publishedTemplate,
  template,
  templateClosed,
  templateSaved,
} from './template-changes.ts'

/** `isWaiting`: it is a draft until another person approves it. */
type SaveAnswer = Readonly<{ version: number; isWaiting?: boolean }>

type Saving = Readonly<{
  terms: TemplateTerms
  /** Whether the seller's policy requires approval by another person. */
  isApprovalAsked?: boolean
  /** Whether a shop or category that the seller's list does not have is refused, unless the list is empty or the version before names it. */
  mustKnowCodes?: boolean
}>

type Found = Readonly<{
  stored: StoredTemplate | undefined
  existing: readonly string[]
  /** The version that members can claim now, where approval is required. */
  published: StoredTemplate | undefined
  /** Claims before there was a stock, where one begins. */
  claimed: ClaimCount
  /** The codes that the seller does not know. */
  unknown: readonly UnknownCodes[]
}>

/** Creates a template, or the next version of an open one. Coupons claimed before keep the terms of their version. */
export const saveTemplate = act<Saving, Found, SaveAnswer, SaveRefusal>({
  *reads({ terms, isApprovalAsked = false, mustKnowCodes = false }, { nowMs }) {
    const { couponId } = terms
    const groups = existingGroups(groupsIn(terms.shop))
    const { stored, existing } = yield* load({ stored: template(couponId), existing: groups })
    let found: Found = { stored, existing, published: undefined, claimed: noClaimsOn(dayOf(nowMs)), unknown: [] }
    if (mustKnowCodes) found = { ...found, unknown: yield* findUnknownCodes(terms, stored?.terms) }
    if (isApprovalAsked) {
      found = { ...found, ...(yield* load({ published: publishedTemplate({ couponId, byMs: nowMs }) })) }
    }
    // A stock begins with what was claimed before there was one.
    if (stored?.countsStock === false && countsStock(terms)) {
      const claims = claimsBefore({ couponId, today: dayOf(nowMs), of: [[{ kind: 'template' }]] })
      const [claimed = found.claimed] = (yield* load({ claims })).claims
      found = { ...found, claimed }
    }
    return found
  },
  decide({ input: { terms, isApprovalAsked = false }, found }) {
    const { stored, existing, published, claimed } = found
    if (stored?.isClosed) return refused({ kind: 'template-closed' })
    const unknownGroup = groupsIn(terms.shop).find((name) => !existing.includes(name))
    if (unknownGroup !== undefined) return refused({ kind: 'unknown-shop-group', name: unknownGroup })
    const [first, ...others] = found.unknown
    if (first !== undefined) return refused({ kind: 'unknown-codes', unknown: [first, ...others] })
    const isWaiting = isApprovalAsked && needsApproval(terms, published?.terms)
    const saved = isWaiting ? ({ ...terms, state: 'draft', approval: { kind: 'waiting' } } as const) : terms
    const change = nextVersion(stored, saved, claimed)
    return done({ version: change.to.version, ...(isWaiting ? { isWaiting } : {}) }, [change])
  },
})

/**
 * The next version of a template. A limit that is dropped and set again must not have forgotten anything, so what was once counted is counted
 * on.
 * @param claimed what a stock begins with, if one begins with this version
 */
export function nextVersion(from: StoredTemplate | undefined, terms: TemplateTerms, claimed: ClaimCount) {
  const isStockCounted = countsStock(terms) || from?.countsStock === true
  return templateSaved({
    from,
    version: (from?.version ?? 0) + 1,
    terms,
    countsStock: isStockCounted,
    countsMembers: countsMembers(terms) || from?.countsMembers === true,
    newStock: isStockCounted && !from?.countsStock ? claimed : undefined,
  })
}

/** Whether a template limits how many coupons of it are claimed. */
export function countsStock({ stockTotal, stockPerDay }: TemplateTerms): boolean {
  return stockTotal !== undefined || stockPerDay !== undefined
}

/** Whether a template limits how many coupons of it a member claims. */
export function countsMembers({ memberTotal, memberPerDay }: TemplateTerms): boolean {
  return memberTotal !== undefined || memberPerDay !== undefined
}

type Closing = Readonly<{ couponId: string; reason: string | undefined }>

/** `isUnchanged`: it was so before. */
type CloseAnswer = Readonly<{ isUnchanged: boolean }>

/** Ends claims until the template is reopened. Coupons claimed before stay usable. */
export const closeTemplate = changeClosed(true)

/** Lets members claim again, from the version, stock and counts as they were. */
export const reopenTemplate = changeClosed(false)

function changeClosed(isClosed: boolean) {
  return act<Closing, Readonly<{ stored: StoredTemplate | undefined }>, CloseAnswer, TemplateRefusal>({
    runsAlone: isClosed,
    reads: ({ couponId }) => load({ stored: template(couponId) }),
    decide({ input: { reason }, found: { stored } }) {
      if (stored === undefined) return refused({ kind: 'template-not-found' })
      if (stored.isClosed === isClosed) return done({ isUnchanged: true })
      return done({ isUnchanged: false }, [templateClosed({ template: stored, isClosed, reason })])
    },
  })
}

/**
 * Finds the shops and categories of a template that the seller's lists do not have, by field. A list that is empty has every code.
 * @param before the version before, whose codes may stay, so that a template from before the lists can be changed otherwise
 */
function* findUnknownCodes(terms: TemplateTerms, before: TemplateTerms | undefined): Reading<readonly UnknownCodes[]> {
  const added = fields.flatMap((field) => {
    const earlier = new Set(codesOf(before, field))
    return codesOf(terms, field).flatMap((code) => (earlier.has(code) ? [] : [{ field, code }]))
  })
  const ofShops = added.filter(({ field }) => field === 'shop').map(({ code }) => code)
  const ofCategories = added.filter(({ field }) => field !== 'shop').map(({ code }) => code)
  const unknown = yield* load({ shops: unknownShops(ofShops), categories: unknownCategories(ofCategories) })
  return fields.flatMap((field) => {
    const { [field === 'shop' ? 'shops' : 'categories']: ofField } = unknown
    const codes = added.flatMap((one) => (one.field === field && ofField.includes(one.code) ? [one.code] : []))
    return codes.length === 0 ? [] : [{ field, codes }]
  })
}

const fields = ['shop', 'category', 'excludeCategory'] as const satisfies readonly UnknownCodes['field'][]

function codesOf(terms: TemplateTerms | undefined, field: UnknownCodes['field']): readonly string[] {
  return field === 'shop' ? shopsIn(terms?.shop) : listOf(terms?.[field] ?? '')
}
