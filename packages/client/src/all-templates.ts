import type { listTemplates, RequestOf } from '@yaoquan/api'
import type { ResultOf } from './method-result.ts'
import { pagesByCursor } from './pages-by-cursor.ts'

type Request = RequestOf<typeof listTemplates>

export type TemplatePage = ResultOf<typeof listTemplates>
export type StoredTemplate = TemplatePage['templates'][number]

/**
 * Iterates over every template of the seller, by `couponId`.
 * @param listPage fetches one page
 */
export async function* allTemplates(
  filter: Omit<Request, 'cursor' | 'limit'>,
  listPage: (request: Request) => Promise<TemplatePage>,
): AsyncGenerator<StoredTemplate, void, undefined> {
  for await (const page of pagesByCursor((position) => listPage({ ...filter, ...position }))) yield* page.templates
}
