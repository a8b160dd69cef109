import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { getMember, openMember, type RequestOf, searchCoupons } from '@yaoquan/api'
import { callMethod, type ResultOf, readPages } from '../server/call-method.ts'
import { useSession } from '../session/session-provider.tsx'
import type { Limits } from './member-limits.tsx'

type Page = Pick<ResultOf<typeof searchCoupons>, 'coupons' | 'terms' | 'nextCursor'>

/** A coupon with the terms of its template as they were when it was claimed; absent for coupons issued elsewhere. */
export type CouponOfMember = Page['coupons'][number] &
  Readonly<{ terms: NonNullable<Page['terms']>[number] | undefined }>

export type CouponsOfMember = Readonly<{
  coupons: readonly CouponOfMember[]
  /** Whether these are all; a member may have more than the desk shows. */
  isComplete: boolean
}>

type Opened = Pick<ResultOf<typeof getMember>, 'member' | 'merges'> &
  Readonly<{
    /** The first coupons; undefined for a role that lists none. */
    first: Page | undefined
    /** What was claimed of templates with a limit per member; for such a role undefined too. */
    limits?: Limits | undefined
  }>

const pageSize = 200
const maxFurtherPages = 4

/** A member with the first page of the coupons. @param request the id or a coupon; undefined: none yet */
export function useOpenedMember(request: RequestOf<typeof openMember> | undefined): UseQueryResult<Opened, Error> {
  const { seller, may } = useSession()
  const listsCoupons = may('search-coupons')
  return useQuery({
    queryKey: ['seller', seller.id, openMember.name, request],
    queryFn: async ({ signal }): Promise<Opened> => {
      const place = { sellerId: seller.id, signal }
      if (!listsCoupons) return { ...(await callMethod(getMember, request ?? {}, place)), first: undefined }
      const opened = await callMethod(openMember, request ?? {}, place)
      const { member, merges, limits, coupons = [], terms, nextCursor } = opened
      return { member, merges, limits, first: { coupons, terms, nextCursor } }
    },
    enabled: request !== undefined,
  })
}

/** All coupons of an opened member, up to a thousand. */
export function useCouponsOfMember(opened: Opened | undefined): UseQueryResult<CouponsOfMember, Error> {
  const { seller } = useSession()
  const { member, first } = opened ?? {}
  return useQuery({
    queryKey: ['seller', seller.id, 'further coupons of member', member?.memberId, first?.nextCursor],
    queryFn: async ({ signal }) => (first?.nextCursor === undefined ? [] : readFurther(first.nextCursor, signal)),
    // The first page is none of the key, so that the list stays while an act has it read again.
    select: (further) => {
      const pages = first === undefined ? [] : [first, ...further]
      return { coupons: pages.flatMap(withTerms), isComplete: pages.at(-1)?.nextCursor === undefined }
    },
    enabled: first !== undefined,
  })

  function readFurther(from: string, signal: AbortSignal): Promise<readonly Page[]> {
    const memberId = member?.memberId
    return readPages(
      (cursor = from) =>
        callMethod(searchCoupons, { memberId, limit: pageSize, cursor }, { sellerId: seller.id, signal }),
      ({ length }) => length < maxFurtherPages,
    )
  }
}

function withTerms({ coupons, terms }: Page): readonly CouponOfMember[] {
  const known = new Map(terms?.map((item) => [`${item.couponId} ${item.version}`, item]))
  return coupons.map((one) => ({ ...one, terms: known.get(`${one.couponId} ${one.templateVersion}`) }))
}
