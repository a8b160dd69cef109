import type { listTemplates, RequestOf } from '@yaoquan/api'
import type { ResultOf } from './method-result.ts'

type Request = RequestOf<typeof listTemplates>

export type TemplatePage = ResultOf<typeof listTemplates>
export type StoredTemplate = TemplatePage['templates'][number]

const largestPage = 200

/** Every template of the chain, by `couponId`. */
export async function* allTemplates(
  filter: Omit<Request, 'cursor' | 'limit'>,
  listPage: (request: Request) => Promise<TemplatePage>,
): AsyncGenerator<StoredTemplate, void, undefined> {
  let cursor: string | undefined
  do {
    const page = await listPage({ ...filter, limit: largestPage, cursor })
    yield* page.templates
    cursor = page.nextCursor
  } while (cursor !== undefined)
}
