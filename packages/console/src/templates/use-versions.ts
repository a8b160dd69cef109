import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { getTemplate } from '@yaoquan/api'
import { callMethod } from '../server/call-method.ts'
import { useSession } from '../session/session-provider.tsx'
import type { StoredTemplate } from './template-types.ts'

/** How many versions before the latest one are read. */
export const formerVersions = 10

/** The latest versions of a template, in order. @param template the last of them */
export function useVersions(template: StoredTemplate): UseQueryResult<readonly StoredTemplate[], Error> {
  const { seller } = useSession()
  const { couponId, version: latest } = template
  const oldest = Math.max(1, latest - formerVersions)
  return useQuery({
    queryKey: ['seller', seller.id, 'versions', couponId, latest],
    queryFn: async ({ signal }) => {
      const versions = Array.from({ length: latest - oldest }, (_, index) => oldest + index)
      const place = { sellerId: seller.id, signal }
      const found = await Promise.all(versions.map((version) => callMethod(getTemplate, { couponId, version }, place)))
      return found.flatMap(({ template: former }) => former ?? [])
    },
    // Its state may change and its version not.
    select: (former) => [...former, template],
  })
}
