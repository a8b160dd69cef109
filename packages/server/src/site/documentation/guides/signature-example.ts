import { queryCoupon } from '@yaoquan/api'
import { baseString, encodeRequest, sign } from '@yaoquan/protocol'

const secret = 'helloworld'

/**
 * The example of the guide on signatures, computed by the code that verifies signatures. Each of `signs` signs a base
 * string that contains its own `sign_method`.
 */
export const signatureExample = {
  secret,
  /** Parameters without `sign`. */
  parameters: parametersFor('md5'),
  base: baseFor('md5'),
  signs: { md5: signFor('md5'), hmac: signFor('hmac'), 'hmac-sha256': signFor('hmac-sha256') },
} as const

type Method = 'md5' | 'hmac' | 'hmac-sha256'

function parametersFor(method: Method): Readonly<Record<string, string>> {
  return {
    method: queryCoupon.name,
    app_key: '12345678',
    timestamp: '2026-11-24 22:29:00',
    format: 'json',
    v: '2.0',
    sign_method: method,
    ...encodeRequest(queryCoupon, { query: { pageSize: 10, pageNum: 1, phone: '18612255668' } }),
  }
}

function baseFor(method: Method): string {
  return baseString(new Map(Object.entries(parametersFor(method))), { blank: 'signed' })
}

function signFor(method: Method): string {
  return sign(method, secret, baseFor(method))
}

/** The example call as it is sent. */
export function signedRequest(gatewayUrl: string): string {
  const form = new URLSearchParams({ ...signatureExample.parameters, sign: signatureExample.signs.md5 })
  const { pathname, host } = new URL(gatewayUrl)
  const head = [`POST ${pathname} HTTP/1.1`, `Host: ${host}`]
  return [...head, 'Content-Type: application/x-www-form-urlencoded;charset=utf-8', '', form.toString()].join('\n')
}

/** The sale of the guide "basket": the till's request before payment, and the redemption with the quote. */
export const basketExample = {
  evaluate: {
    phone: '18612255668',
    shop: '01',
    lines: [
      { lineNo: 1, goodsId: '6901', category: '10,1001', quantity: '2', amount: '140.00', drugClass: 'otc_a' },
      { lineNo: 2, goodsId: '6902', category: '10,1002', quantity: '1', amount: '90.00' },
    ],
  },
  redeem: {
    outRequestNo: 'REDEEM-20261124-0002',
    couponCodes: ['111aaa'],
    orderId: 'SO-1001',
    quoteId: 'q1.AbCdEf',
  },
} as const
