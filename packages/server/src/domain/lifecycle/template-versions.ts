import type { TemplateTerms } from '#domain/templates/template'
import type { TemplateVersion } from '#domain/templates/template-store'
import type { CouponUse } from './coupon-use.ts'

/** Terms of template versions, by `keyOfVersion`. */
export type TemplateVersions = ReadonlyMap<string, TemplateTerms>

/** What says from which version of a template a coupon was claimed. */
export type OfTemplate = Pick<CouponUse, 'couponId' | 'templateVersion'>

/** The version that a coupon was claimed from; undefined for one that was issued elsewhere. */
export function versionOf({ couponId, templateVersion }: OfTemplate): TemplateVersion | undefined {
  return couponId === undefined || templateVersion === undefined ? undefined : { couponId, version: templateVersion }
}

export function keyOfVersion({ couponId, version }: TemplateVersion): string {
  return `${version}:${couponId}`
}

/** The terms that a coupon was claimed under; undefined for one that was issued elsewhere. @throws RangeError if they were not loaded */
export function termsOf(versions: TemplateVersions, coupon: OfTemplate): TemplateTerms | undefined {
  const version = versionOf(coupon)
  if (version === undefined) return undefined
  const terms = versions.get(keyOfVersion(version))
  if (terms === undefined) throw new RangeError('a coupon of a template version that does not exist')
  return terms
}
