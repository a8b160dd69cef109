import { useQueries } from '@tanstack/react-query'
import { getTemplate } from '@yaoquan/api'
import { callMethod } from '../server/call-method.ts'
import { useSession } from '../session/session-provider.tsx'

/** Names of the templates of some figures, by id. An id without a template, as coupons of others have, has none. */
export function useTemplateNames(couponIds: readonly string[]): ReadonlyMap<string, string> {
  const { seller, may } = useSession()
  return useQueries({
    queries: [...new Set(couponIds)].filter(isId).map((couponId) => ({
      queryKey: ['seller', seller.id, getTemplate.name, { couponId }],
      queryFn: ({ signal }: Readonly<{ signal: AbortSignal }>) =>
        callMethod(getTemplate, { couponId }, { sellerId: seller.id, signal }),
      enabled: may('read-templates'),
      staleTime: 600_000,
    })),
    combine: (results) =>
      new Map(
        results.flatMap(({ data }) => (data?.template ? [[data.template.couponId, data.template.couponName]] : [])),
      ),
  })
}

/** Figures without a template have a blank name, and the rest of a long list is named `*`. */
function isId(name: string): boolean {
  return name !== '' && name !== '*'
}
