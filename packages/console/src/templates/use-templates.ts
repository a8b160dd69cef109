import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query'
import { listTemplates, type RequestOf, type saveTemplate } from '@yaoquan/api'
import { type CallPlace, callMethod, type ResultOf, readPages } from '../server/call-method.ts'
import { useSession } from '../session/session-provider.tsx'

const pageSize = 200
const maxPages = 10

type Templates = Readonly<{ templates: readonly StoredTemplate[]; isComplete: boolean }>

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

async function readAll(filter: TemplateFilter, place: CallPlace): Promise<Templates> {
  const pages = await readPages(
    (cursor) => callMethod(listTemplates, { ...filter, limit: pageSize, cursor }, place),
    ({ length }) => length < maxPages,
  )
  return { templates: pages.flatMap((page) => page.templates), isComplete: pages.at(-1)?.nextCursor === undefined }
}

/** A template as it is stored. */
export type StoredTemplate = ResultOf<typeof listTemplates>['templates'][number]

/** A template as it is saved. */
export type Template = RequestOf<typeof saveTemplate>['template']

export type TemplateKind = Template['kind']
