import { readValue } from '#database/read-value'
import type { TemplateTerms } from '#domain/templates/template'
import type { TemplateWriter } from '#domain/templates/template-store'
import { findTemplateVersion, readTerms } from '#store/tables/template-version'
import type { WriterParts } from './writer-parts.ts'

/** Reads versions of templates inside one work. */
export function createTemplateWriter({ unit, origin }: WriterParts): TemplateWriter {
  /** Versions never change, and the coupons of one order are compared with each other. */
  const versions = new Map<string, TemplateTerms>()
  return {
    async findTemplateTerms(couponId, version) {
      const key = `${version}:${couponId}`
      const known = versions.get(key) ?? (await readVersion(couponId, version))
      versions.set(key, known)
      return known
    },
  }

  async function readVersion(couponId: string, version: number): Promise<TemplateTerms> {
    const text = await readValue(unit, findTemplateVersion({ sellerId: origin.sellerId, couponId, version }))
    if (text === undefined) throw new RangeError('a coupon of a template version that does not exist')
    return readTerms(text)
  }
}
