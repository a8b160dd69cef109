import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { searchCoupons } from '@yaoquan/api'
import { callMethod, type ResultOf } from '../server/call-method.ts'
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
    queryFn: ({ signal }) => readAll({ memberId: memberId ?? '', sellerId: seller.id, signal }),
    enabled: memberId !== undefined && may('search-coupons'),
  })
}

type Asked = Readonly<{ memberId: string; sellerId: string; signal: AbortSignal }>

async function readAll({ memberId, sellerId, signal }: Asked): Promise<CouponsOfMember> {
  const coupons: CouponOfMember[] = []
  let cursor: string | undefined
  for (let page = 0; page < maxPages; page += 1) {
    const found: Page = await callMethod(searchCoupons, { memberId, limit: pageSize, cursor }, { sellerId, signal })
    const terms = new Map(found.terms?.map((item) => [`${item.couponId} ${item.version}`, item]))
    coupons.push(
      ...found.coupons.map((coupon) => {
        return { ...coupon, terms: terms.get(`${coupon.couponId} ${coupon.templateVersion}`) }
      }),
    )
    cursor = found.nextCursor
    if (cursor === undefined) break
  }
  return { coupons, isComplete: cursor === undefined }
}
