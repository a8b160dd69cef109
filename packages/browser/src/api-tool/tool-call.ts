import type { MethodDefinition, RequestOf } from '@yaoquan/api'
import {
  baseString,
  type Encoding,
  encodeRequest,
  formatTimestamp,
  type SignMethod,
  signParameters,
  writeUrlencoded,
} from '@yaoquan/protocol'

/** The parameters of a method by property name. */
export type CallValues = Readonly<Record<string, unknown>>

/** The sign methods, the usual one first. */
export const signMethods: readonly SignMethod[] = ['md5', 'hmac', 'hmac-sha256', 'md5-prefix']

/** Format and sign method of a call. */
export type CallSettings = Readonly<{ format: 'json' | 'xml'; simplify: boolean; signMethod: SignMethod }>

/** The credentials of the app. `session` is empty for none. */
export type Credentials = Readonly<{ appKey: string; appSecret: string; session: string }>

export type ToolCall = Readonly<{
  definition: MethodDefinition
  values: CallValues
  settings: CallSettings
  credentials: Credentials
}>

export type SignedCall = Readonly<{
  /** The base string, without the secret. */
  base: string
  sign: string
  /** The form that is sent. It contains the signature, never the secret. */
  body: string
  encoding: Encoding
}>

/** Signs a call. @param nowMs epoch milliseconds by the server's clock */
export function signCall({ definition, values, settings, credentials }: ToolCall, nowMs: number): SignedCall {
  const { appKey, appSecret, session } = credentials
  const parameters = signParameters({
    parameters: {
      method: definition.name,
      app_key: appKey,
      ...(session === '' ? {} : { session }),
      timestamp: formatTimestamp(nowMs),
      v: '2.0',
      format: settings.format,
      ...(settings.format === 'json' && settings.simplify ? { simplify: 'true' } : {}),
      ...encodeRequest(definition, values as RequestOf<MethodDefinition>),
    },
    secret: appSecret,
    method: settings.signMethod,
  })
  return {
    base: baseString(new Map(Object.entries(parameters)), { blank: 'signed' }),
    sign: parameters['sign'] ?? '',
    body: writeUrlencoded(parameters),
    encoding: encodingOf(settings),
  }
}

function encodingOf({ format, simplify }: CallSettings): Encoding {
  if (format === 'xml') return 'xml'
  return simplify ? 'simplified' : 'json'
}

/** The HTTP request as text, without the headers that the browser adds. */
export function requestText(body: string, gateway: Readonly<{ host: string; path: string }>): string {
  return [
    `POST ${gateway.path} HTTP/1.1`,
    `Host: ${gateway.host}`,
    'Content-Type: application/x-www-form-urlencoded;charset=UTF-8',
    `Content-Length: ${body.length}`,
    '',
    body,
  ].join('\n')
}
