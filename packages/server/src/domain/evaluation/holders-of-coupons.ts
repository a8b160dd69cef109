import type { BasketMember } from '@yaoquan/basket'
import type { LifecycleReader } from '#domain/lifecycle/lifecycle-store'
import type { CouponUse, StoredCoupon } from '#domain/lifecycle/stored-coupon'
import type { MemberReader } from '#domain/members/member-store'
import type { TemplateTerms } from '#domain/templates/template'
import type { TemplateReader, TemplateVersion } from '#domain/templates/template-store'

/** The member of each coupon, keyed by coupon code. */
export type Holders = ReadonlyMap<string, BasketMember>

/**
 * Level and tags of the members of coupons whose terms ask for them. A coupon belongs to the member of its card, without a card to the
 * member who holds its phone (docs/adr/0021-members.md). A phone of several members counts for none of them.
 */
export async function holdersOf(
  members: Pick<MemberReader, 'findMembersNamed'>,
  sellerId: string,
  { coupons, terms }: Readonly<{ coupons: readonly StoredCoupon[]; terms: TermsByVersion }>,
): Promise<Holders> {
  const asking = coupons.filter((coupon) => {
    const { memberLevels, memberTags } = termsOf(terms, claimOf(coupon)) ?? {}
    return memberLevels !== undefined || memberTags !== undefined
  })
  const byName = Map.groupBy(asking, ({ terms: { phone, cardNo } }) => JSON.stringify(cardNo ?? [phone]))
  const holders = new Map<string, BasketMember>()
  for (const coupons of byName.values()) {
    const { phone, cardNo } = coupons[0]?.terms ?? {}
    if (phone === undefined && cardNo === undefined) continue
    const found = await members.findMembersNamed(sellerId, { cardNo, phone: cardNo === undefined ? phone : undefined })
    const [only, ...others] = found.filter(({ state }) => state.kind === 'active')
    if (only === undefined || others.length > 0) continue
    const { level, tags } = only.profile
    for (const { terms } of coupons) holders.set(terms.couponCode, { level, tags })
  }
  return holders
}

/** Finds the members of coupons by their codes. */
export type HolderFinder = (sellerId: string, couponCodes: readonly string[]) => Promise<Holders>

/** @returns a finder that reads coupons, their terms and members */
export function holderFinder({
  coupons: reader,
  templates,
  members,
}: Readonly<{
  coupons: Pick<LifecycleReader, 'findCoupons'>
  templates: Pick<TemplateReader, 'findVersions'>
  members: Pick<MemberReader, 'findMembersNamed'>
}>): HolderFinder {
  return async (sellerId, couponCodes) => {
    const coupons = await reader.findCoupons(sellerId, couponCodes)
    const terms = await termsByVersion(templates, sellerId, coupons.map(claimOf))
    return holdersOf(members, sellerId, { coupons, terms })
  }
}

type TermsByVersion = ReadonlyMap<string, TemplateTerms>

/** Reads the terms that coupons were claimed with, each version once. Coupons issued elsewhere have none. */
export async function termsByVersion(
  templates: Pick<TemplateReader, 'findVersions'>,
  sellerId: string,
  claims: readonly Claim[],
): Promise<TermsByVersion> {
  const found = await templates.findVersions(sellerId, claimedVersions(claims))
  return new Map(found.map(({ terms, version }) => [keyOf({ couponId: terms.couponId, version }), terms]))
}

/** The terms that a coupon was claimed with; undefined for one that was issued elsewhere. */
export function termsOf(
  terms: TermsByVersion,
  { couponId, templateVersion: version }: Claim,
): TemplateTerms | undefined {
  return couponId === undefined || version === undefined ? undefined : terms.get(keyOf({ couponId, version }))
}

/** What names the terms of a coupon: its template and the version of then. */
type Claim = Pick<CouponUse, 'couponId' | 'templateVersion'>

/** @returns what names the terms of a stored coupon */
export function claimOf({ terms: { couponId }, templateVersion }: StoredCoupon): Claim {
  return { couponId, templateVersion }
}

/** The versions of templates that coupons were claimed from, each once. */
export function claimedVersions(claims: readonly Claim[]): readonly TemplateVersion[] {
  const versions = claims.flatMap(({ couponId, templateVersion: version }) =>
    couponId === undefined || version === undefined ? [] : [{ couponId, version }],
  )
  return [...new Map(versions.map((named) => [keyOf(named), named])).values()]
}

function keyOf({ couponId, version }: TemplateVersion): string {
  return `${version}:${couponId}`
}
