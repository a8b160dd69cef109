// Type-checked from an empty folder, since only the published client has these names and modules.
import type { methods, RequestOf, ResponseOf } from '@yaoquan/api'
import {
  type Answers,
  type GetCouponAnswer,
  type GetCouponRequest,
  type MethodName,
  type Requests,
  TopClient,
} from '@yaoquan/client'
import { getCoupon } from '@yaoquan/client/methods/yaoquan.coupon.get'

const client = new TopClient({ url: 'http://127.0.0.1/router/rest', appKey: 'k', appSecret: 's' })

/** A request and its answer by their names, for a method by its name and by its definition without documents. */
export async function statusOf(request: GetCouponRequest): Promise<string | undefined> {
  const answer: GetCouponAnswer = await client.execute('yaoquan.coupon.get', request)
  const { result } = await client.execute(getCoupon, request)
  return answer.result.coupon?.status ?? result.coupon?.status
}

/** The methods whose written types say something else than their definitions. */
type Untrue = {
  [N in MethodName]: [
    Same<Requests[N], Omitted<RequestOf<(typeof methods)[N]>>>,
    Same<Answers[N], AnswerTo<N>>,
  ] extends [true, true]
    ? never
    : N
}[MethodName]
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false
type Omitted<R> = R extends { outRequestNo: string }
  ? Omit<R, 'outRequestNo'> & { outRequestNo?: string | undefined }
  : R
type AnswerTo<N extends MethodName> = Told<ResponseOf<(typeof methods)[N]>> & { requestId: string }
type Told<R> = R extends { result: infer Result }
  ? { result: (Result & { success: true }) | (Result & { success: false; errorCode: string }) }
  : R
export const untrue: [Untrue] extends [never] ? 'none' : Untrue = 'none'
