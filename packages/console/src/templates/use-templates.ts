import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { listTemplates } from '@yaoquan/api'
import { callMethod, type ResultOf } from '../server/call-method.ts'
import { useSession } from '../session/session-provider.tsx'
import type { StoredTemplate } from './template-types.ts'

const pageSize = 200
const maxPages = 10

export type Templates = Readonly<{ templates: readonly StoredTemplate[]; isComplete: boolean }>

/** All templates of the seller, up to 2,000, so that filters need no further call. */
export function useTemplates(): UseQueryResult<Templates, Error> {
  const { seller } = useSession()
  return useQuery({
    queryKey: ['seller', seller.id, 'templates'],
    queryFn: ({ signal }) => readAll(seller.id, signal),
  })
}

async function readAll(sellerId: string, signal: AbortSignal): Promise<Templates> {
  const templates: StoredTemplate[] = []
  let cursor: string | undefined
  for (let page = 0; page < maxPages; page += 1) {
    const found: ResultOf<typeof listTemplates> = await callMethod(
      listTemplates,
      { limit: pageSize, cursor },
      { sellerId, signal },
    )
    templates.push(...found.templates)
    cursor = found.nextCursor
    if (cursor === undefined) break
  }
  return { templates, isComplete: cursor === undefined }
}
