import { dayOf } from '#domain/dates'
import type { Loader } from '#domain/lifecycle/reads'
import type { TemplateReads } from '#domain/lifecycle/template-changes'
import type { KnownCard, KnownIdentities, Named } from '#domain/members/identity-resolution'
import { noClaimsOn } from '#domain/templates/claim-count'
import type { StoredTemplate, TemplateReader } from '#domain/templates/template-store'
import type { PastRules } from './past-rules.ts'

/** How many coupons a claim could still take. Limits are counters without a history, so a refused call keeps it. */
export type ClaimLeft = Readonly<{ of: 'stock' | 'member'; left: number }>

type Parts = Readonly<{
  sellerId: string
  rules: PastRules
  templates: Pick<TemplateReader, 'findReservedCode'>
  claimLeft: ClaimLeft | undefined
}>

/** Loads what a claim read at a moment. The counters are set so that as many coupons are left as it found. */
export function pastClaims(
  { sellerId, rules, templates, claimLeft }: Parts,
  nowMs: number,
): Pick<Loader, Exclude<keyof TemplateReads, 'templates'> | 'identities' | 'reservedCode'> {
  const today = dayOf(nowMs)
  const countOf = (of: ClaimLeft['of'], total: number | undefined, onDay: number | undefined) => {
    if (claimLeft?.of !== of) return undefined
    const { left } = claimLeft
    return { day: today, total: (total ?? left) - left, onDay: (onDay ?? left) - left }
  }
  const withStock = (template: StoredTemplate | undefined) => {
    const { stockTotal, stockPerDay } = template?.terms ?? {}
    return template && { ...template, claimed: countOf('stock', stockTotal, stockPerDay) }
  }
  return {
    template: async (couponId) => withStock(await rules.findTemplate(couponId)),
    publishedTemplate: async ({ couponId, byMs }) => withStock(await rules.findPublishedTemplate(couponId, byMs)),
    async memberClaims({ couponId, of }) {
      const { memberTotal, memberPerDay } = (await rules.findPublishedTemplate(couponId, nowMs))?.terms ?? {}
      return of.map(() => countOf('member', memberTotal, memberPerDay) ?? noClaimsOn(today))
    },
    claimsBefore: async ({ of }) => of.map(() => noClaimsOn(today)),
    takenCodes: async () => new Set(),
    existingGroups: async (names) => names,
    // Which member it was decides only how many are left, which is kept.
    identities: async (named) => identitiesOf(named),
    // A code is reserved before anybody can name it, and for good.
    reservedCode: (code) => templates.findReservedCode(sellerId, code),
  }
}

/** Every card is that of one member. */
function identitiesOf(named: readonly Named[]): KnownIdentities {
  const cards = named.flatMap(({ cardNo }) => (cardNo === undefined ? [] : [[cardNo, knownCard] as const]))
  const holdings = new Map([[1, { phones: 0, activePhones: 0, cards: 1, activeCards: 1 }]])
  return { phones: new Map(), cards: new Map(cards), holdings, free: { phoneRef: 1, cardRef: 2, memberNo: 2 } }
}

const knownCard: KnownCard = { cardRef: 1, memberNo: 1, state: 'active', homePhoneRef: undefined, isUnlinked: true }
