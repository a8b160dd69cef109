import { signParameters } from '@yaoquan/protocol'
import { testApp } from './test-server.ts'

/** A call with its signature, as it stands in the log of a proxy. */
export type CapturedCall = Readonly<{
  path: string
  parameters: Readonly<Record<string, string>>
  body?: string
  /** Header `top-api-separator`, which no signature covers. */
  separator?: string
  /** Of a body; without it that of a batch. */
  contentType?: string
}>

/** A call as its app signs it; parameters may replace those of every call. */
export function signedCall(
  parameters: Readonly<Record<string, string>>,
  { appKey = testApp.appKey, ...rest }: Readonly<{ appKey?: string; body?: string; separator?: string }> = {},
): CapturedCall {
  const common = { app_key: appKey, format: 'json', timestamp: '2026-11-24 22:29:00', v: '2.0' }
  const own = { ...common, ...parameters }
  const signed = signParameters({
    parameters: own,
    secret: testApp.appSecret,
    method: 'hmac-sha256',
    ...(rest.body === undefined ? {} : { body: rest.body }),
  })
  return { path: rest.body === undefined ? '/router/rest' : '/router/batch', parameters: signed, ...rest }
}

/** The same base string, with what follows a parameter made a part of its value. */
export function swallowing(call: CapturedCall, name: string, next: string): CapturedCall {
  const { [next]: swallowed, ...kept } = call.parameters
  if (swallowed === undefined) throw new Error(`no ${next} to be swallowed`)
  return { ...call, parameters: { ...kept, [name]: `${kept[name]}${next}${swallowed}` } }
}

/** Sends a call to a server and gives its answers: one, or as many as the separator makes of a batch. */
export async function sendCaptured(url: string, call: CapturedCall): Promise<readonly string[]> {
  const query = new URLSearchParams(call.parameters)
  const headers = { ...(call.separator === undefined ? {} : { 'top-api-separator': call.separator }) }
  const isBatch = call.body !== undefined
  const response = await fetch(`${url}${call.path}${isBatch ? `?${query}` : ''}`, {
    method: 'POST',
    headers: isBatch ? { ...headers, 'content-type': call.contentType ?? 'text/plain;charset=UTF-8' } : headers,
    body: isBatch ? call.body : query,
  })
  if (response.status !== 200) throw new Error(`HTTP ${response.status}`)
  const text = await response.text()
  return isBatch ? text.split(call.separator ?? '\r\n-S-\r\n') : [text]
}
