import { formatTimestamp, signParameters } from '@yaoquan/protocol'
import { app } from './large-seller.ts'

/** The form of a signed call of querycoupon. @param query members of `query_d_t_o` */
export function signedBody(query: object, format: string): string {
  const parameters = {
    method: 'alibaba.alihealth.nr.crm.coupon.querycoupon',
    app_key: app.appKey,
    timestamp: formatTimestamp(Date.now()),
    format,
    v: '2.0',
    query_d_t_o: JSON.stringify(query),
  }
  return new URLSearchParams(signParameters({ parameters, secret: app.appSecret, method: 'md5' })).toString()
}
