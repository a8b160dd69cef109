import { signParameters } from '@yaoquan/protocol'
import { testApp } from './test-server.ts'

export const querycoupon = 'alibaba.alihealth.nr.crm.coupon.querycoupon'

type Values = Readonly<Record<string, string | undefined>>

/** Parameters of a call in order, with `changes` put over them (undefined leaves one out), signed with the secret. */
export function signedParameters(changes: Values = {}, secret: string = testApp.appSecret): Record<string, string> {
  const values: Values = {
    method: querycoupon,
    app_key: testApp.appKey,
    timestamp: '2026-11-24 22:29:00',
    v: '2.0',
    format: 'json',
    ...changes,
  }
  const parameters = Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
  return signParameters({ parameters, secret, method: 'md5' })
}

/** Sends parameters as a urlencoded body and gives the answer's text with its request id replaced by `REQUEST_ID`. */
export async function post(url: string, parameters: Readonly<Record<string, string>>): Promise<string> {
  const response = await fetch(`${url}/router/rest`, { method: 'POST', body: new URLSearchParams(parameters) })
  if (response.status !== 200) throw new Error(`HTTP ${response.status}`)
  return withoutRequestId(await response.text())
}

export function withoutRequestId(text: string): string {
  return text
    .replace(/"request_id":"[0-9a-z]{12}"/, '"request_id":"REQUEST_ID"')
    .replace(/<request_id>[0-9a-z]{12}<\/request_id>/, '<request_id>REQUEST_ID</request_id>')
}
