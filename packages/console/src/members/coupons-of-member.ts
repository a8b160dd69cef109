import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { searchCoupons } from '@yaoquan/api'
import { type CallPlace, callMethod, type ResultOf } from '../server/call-method.ts'
import { readPages } from '../server/read-pages.ts'
import { useSession } from '../session/session-provider.tsx'

type Page = ResultOf<typeof searchCoupons>

/** A coupon with the terms of its template as they were when it was claimed; absent for coupons issued elsewhere. */
export type CouponOfMember = Page['coupons'][number] &
  Readonly<{ terms: NonNullable<Page['terms']>[number] | undefined }>

export type CouponsOfMember = Readonly<{
  coupons: readonly CouponOfMember[]
  /** Whether these are all; a member may have more than the desk shows. */
  isComplete: boolean
}>

const pageSize = 200
const maxPages = 5

/** All coupons of a member, up to a thousand. @param memberId undefined: none yet */
export function useCouponsOfMember(memberId: string | undefined): UseQueryResult<CouponsOfMember, Error> {
  const { seller, may } = useSession()
  return useQuery({
    queryKey: ['seller', seller.id, 'coupons of member', memberId],
    queryFn: ({ signal }) => readAll(memberId ?? '', { sellerId: seller.id, signal }),
    enabled: memberId !== undefined && may('search-coupons'),
  })
}

async function readAll(memberId: string, place: CallPlace): Promise<CouponsOfMember> {
  const pages = await readPages(
    (cursor) => callMethod(searchCoupons, { memberId, limit: pageSize, cursor }, place),
    ({ length }) => length < maxPages,
  )
  return { coupons: pages.flatMap(withTerms), isComplete: pages.at(-1)?.nextCursor === undefined }
}

function withTerms({ coupons, terms }: Page): readonly CouponOfMember[] {
  const known = new Map(terms?.map((item) => [`${item.couponId} ${item.version}`, item]))
  return coupons.map((one) => ({ ...one, terms: known.get(`${one.couponId} ${one.templateVersion}`) }))
}
