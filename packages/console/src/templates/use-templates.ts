import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query'
import { listTemplates, type RequestOf } from '@yaoquan/api'
import { callMethod, type ResultOf } from '../server/call-method.ts'
import { useSession } from '../session/session-provider.tsx'
import type { StoredTemplate } from './template-types.ts'

const pageSize = 200
const maxPages = 10

export type Templates = Readonly<{ templates: readonly StoredTemplate[]; isComplete: boolean }>

export type TemplateFilter = Omit<RequestOf<typeof listTemplates>, 'cursor' | 'limit'>

/** The templates of a filter, which the server applies; up to 2,000, so that sorting needs no further call. */
export function useTemplates(filter: TemplateFilter, isEnabled = true): UseQueryResult<Templates, Error> {
  const { seller } = useSession()
  return useQuery({
    queryKey: ['seller', seller.id, 'templates', filter],
    queryFn: ({ signal }) => readAll(filter, { sellerId: seller.id, signal }),
    enabled: isEnabled,
    placeholderData: keepPreviousData,
  })
}

async function readAll(
  filter: TemplateFilter,
  place: Readonly<{ sellerId: string; signal: AbortSignal }>,
): Promise<Templates> {
  const templates: StoredTemplate[] = []
  let cursor: string | undefined
  for (let page = 0; page < maxPages; page += 1) {
    const asked = { ...filter, limit: pageSize, cursor }
    const found: ResultOf<typeof listTemplates> = await callMethod(listTemplates, asked, place)
    templates.push(...found.templates)
    cursor = found.nextCursor
    if (cursor === undefined) break
  }
  return { templates, isComplete: cursor === undefined }
}
