import { createHash } from 'node:crypto'
import { formatTimestamp, signParameters } from '@yaoquan/protocol'
import { testApp } from './test-server.ts'

type Values = Readonly<Record<string, string | undefined>>

/** The address of an upload of a body, signed; `changes` are put over its parameters before the signature. */
export function uploadUrl(
  url: string,
  body: string | Uint8Array,
  changes: Values = {},
  secret: string = testApp.appSecret,
): string {
  const values: Values = {
    method: 'yaoquan.coupon.upload',
    app_key: testApp.appKey,
    timestamp: formatTimestamp(Date.now()),
    v: '2.0',
    out_request_no: 'U-1',
    content_sha256: createHash('sha256').update(body).digest('hex'),
    ...changes,
  }
  const given = Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined)
  const signed = signParameters({ parameters: Object.fromEntries(given), secret, method: 'hmac-sha256' })
  return `${url}/upload/coupons?${new URLSearchParams(signed)}`
}

export type UploadAnswer = Readonly<{ status: number; lines: readonly Record<string, unknown>[] }>

/** Sends a body and gives the lines of the answer. */
export async function upload(
  address: string,
  body: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>,
  headers: Record<string, string> = {},
): Promise<UploadAnswer> {
  const response = await fetch(address, { method: 'POST', body, headers, duplex: 'half' })
  return { status: response.status, lines: linesOf(await response.text()) }
}

export function linesOf(text: string): readonly Record<string, unknown>[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
}

/** NDJSON of made-up coupons with codes `PREFIX0` … */
export function couponLines(count: number, prefix: string): string {
  return Array.from(
    { length: count },
    (_, n) => `{"coupon_code":"${prefix}${n}","phone":"139${10_000_000 + (n % 500)}","coupon_name":"满199减99"}\n`,
  ).join('')
}
