import type { StoredTemplate, TemplateListQuery, TemplateReader } from './template-store.ts'

/** `limit`: 1..200 */
type TemplateListing = Omit<TemplateListQuery, 'afterCouponId'> &
  Readonly<{ templates: TemplateReader; cursor: string | undefined }>

export type TemplatePage =
  | Readonly<{ kind: 'page'; templates: readonly StoredTemplate[]; nextCursor: string | undefined }>
  | Readonly<{ kind: 'invalid-cursor' }>

/** One page of a seller's templates, in order of their ids. A cursor is valid only with the filter it came from. */
export async function listTemplates(listing: TemplateListing): Promise<TemplatePage> {
  const { templates, sellerId, isClosed, cursor, limit } = listing
  const start = cursorStart(isClosed)
  if (cursor !== undefined && !cursor.startsWith(start)) return { kind: 'invalid-cursor' }
  const afterCouponId = cursor?.slice(start.length) ?? ''
  const found = await templates.listTemplates({ sellerId, isClosed, afterCouponId, limit: limit + 1 })
  const page = found.slice(0, limit)
  const nextCursor = found.length > limit ? start + (page.at(-1)?.terms.couponId ?? '') : undefined
  return { kind: 'page', templates: page, nextCursor }
}

function cursorStart(isClosed: boolean | undefined): string {
  return isClosed === undefined ? 't1.all.' : isClosed ? 't1.closed.' : 't1.open.'
}
