import type { CouponUse, StoredCoupon } from '#domain/lifecycle/stored-coupon'
import type { TemplateTerms } from '#domain/templates/template'
import type { TemplateReader, TemplateVersion } from '#domain/templates/template-store'

export type TermsByVersion = ReadonlyMap<string, TemplateTerms>

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
export type Claim = Pick<CouponUse, 'couponId' | 'templateVersion'>

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
