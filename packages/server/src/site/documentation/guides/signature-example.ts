import { queryCoupon } from '@yaoquan/api'
import { baseString, encodeRequest, sign } from '@yaoquan/protocol'

/** The example of the guide on signatures, computed by the code that verifies signatures. */
export const signatureExample = computeExample()

export type SignatureExample = Readonly<{
  secret: string
  /** Without `sign`. */
  parameters: Readonly<Record<string, string>>
  base: string
  /** By value of `sign_method`. Each signs a base string that contains its own `sign_method`. */
  signs: Readonly<Record<'md5' | 'hmac' | 'hmac-sha256', string>>
}>

function computeExample(): SignatureExample {
  const secret = 'helloworld'
  const parameters = parametersFor('md5')
  return {
    secret,
    parameters,
    base: baseOf(parameters),
    signs: {
      md5: sign('md5', secret, baseOf(parameters)),
      hmac: sign('hmac', secret, baseOf(parametersFor('hmac'))),
      'hmac-sha256': sign('hmac-sha256', secret, baseOf(parametersFor('hmac-sha256'))),
    },
  }
}

function parametersFor(signMethod: string): Readonly<Record<string, string>> {
  return {
    method: queryCoupon.name,
    app_key: '12345678',
    timestamp: '2026-11-24 22:29:00',
    format: 'json',
    v: '2.0',
    sign_method: signMethod,
    ...encodeRequest(queryCoupon, { query: { pageSize: 10, pageNum: 1, phone: '18612255668' } }),
  }
}

function baseOf(parameters: Readonly<Record<string, string>>): string {
  return baseString(new Map(Object.entries(parameters)), { blank: 'signed' })
}
