import { baseString, formatTimestamp, sign } from '@yaoquan/protocol'
import { placeholderTarget, type SampleCall, type SampleTarget } from '../call/sample-call.ts'

/** The time of the worked example, 2026-11-24 22:29:00 GMT+8: fixed, so that readers can compare each step. */
const workedMs = Date.UTC(2026, 10, 24, 14, 29)

/** Writes numbered steps for tools without an SDK, as a worked example: what to join, what to hash, what to send. */
export function renderSteps(call: SampleCall, target: SampleTarget = placeholderTarget): string {
  const parameters = parametersOf(call, target)
  const base = baseString(new Map(Object.entries(parameters)), { blank: 'signed' })
  const sorted = Object.keys(parameters).toSorted()
  return [
    '1. 准备参数，全部为UTF-8文本；timestamp 为北京时间，与网关相差不超过10分钟 (parameters, UTF-8; timestamp is GMT+8)',
    ...sorted.map((name) => `   ${name} = ${parameters[name] ?? ''}`),
    '',
    '2. 按参数名升序（ASCII），参数名与值依次相连，无分隔符 (sort by name, join names and values without separators)',
    `   base = ${base}`,
    '',
    '3. 首尾各加一次 AppSecret，按UTF-8取MD5，写成32位大写十六进制 (add the secret at both ends, MD5 of the UTF-8 bytes, upper-case hex)',
    `   sign = UPPER(HEX(MD5(${target.appSecret} + base + ${target.appSecret})))`,
    `   sign = ${sign('md5', target.appSecret, base)}`,
    '',
    '4. 把各参数与 sign 的值做URL编码（UTF-8），以POST发送 (URL-encode the values including sign, and POST them)',
    `   POST ${target.url}`,
    '   Content-Type: application/x-www-form-urlencoded;charset=utf-8',
    `   ${[...sorted, 'sign'].map((name) => `${name}=<${name}>`).join('&')}`,
    '',
    '5. 响应总是HTTP 200；有 error_response 即为错误，否则取 result (always HTTP 200: error_response is an error, else read result)',
    '',
    '   PowerBuilder: CoderObject.HexEncode(CrypterObject.MD5(Blob(secret + base + secret, EncodingUTF8!))), HTTPClient.SendRequest("POST", url, body)',
    '   Delphi: THashMD5.GetHashString(secret + base + secret).ToUpper, THTTPClient.Post(url, TStringList)',
  ].join('\n')
}

function parametersOf(call: SampleCall, { appKey, session }: SampleTarget): Readonly<Record<string, string>> {
  return {
    app_key: appKey,
    format: 'json',
    method: call.method,
    ...(session === undefined ? {} : { session }),
    sign_method: 'md5',
    timestamp: formatTimestamp(workedMs),
    v: '2.0',
    ...call.parameters,
  }
}
