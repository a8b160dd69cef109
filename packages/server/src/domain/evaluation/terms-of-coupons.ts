import type { StoredCoupon } from '#domain/lifecycle/stored-coupon'
import type { TemplateTerms } from '#domain/templates/template'
import type { TemplateReader, TemplateVersion } from '#domain/templates/template-store'

/** Terms of versions of templates. */
export type TermsByVersion = ReadonlyMap<string, TemplateTerms>

/** Reads the terms that coupons were claimed with, each version once. Coupons issued elsewhere have none. */
export async function termsByVersion(
  templates: Pick<TemplateReader, 'findVersions'>,
  sellerId: string,
  coupons: readonly StoredCoupon[],
): Promise<TermsByVersion> {
  const found = await templates.findVersions(sellerId, claimedVersions(coupons))
  return new Map(found.map(({ terms, version }) => [keyOf({ couponId: terms.couponId, version }), terms]))
}

/** The terms that a coupon was claimed with; undefined for one that was issued elsewhere. */
export function termsOf(
  terms: TermsByVersion,
  { terms: { couponId }, templateVersion: version }: StoredCoupon,
): TemplateTerms | undefined {
  return couponId === undefined || version === undefined ? undefined : terms.get(keyOf({ couponId, version }))
}

/** The versions of templates that coupons were claimed from, each once. */
export function claimedVersions(coupons: readonly StoredCoupon[]): readonly TemplateVersion[] {
  const versions = coupons.flatMap(({ terms: { couponId }, templateVersion: version }) =>
    couponId === undefined || version === undefined ? [] : [{ couponId, version }],
  )
  return [...new Map(versions.map((named) => [keyOf(named), named])).values()]
}

function keyOf({ couponId, version }: TemplateVersion): string {
  return `${version}:${couponId}`
}
