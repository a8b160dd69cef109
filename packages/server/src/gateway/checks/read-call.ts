import { type MethodDefinition, methods, shownName, type Text } from '@yaoquan/api'
import {
  type Charset,
  type Encoding,
  type Parameters,
  type ReadParameters,
  readEncoding,
  readParameters,
} from '@yaoquan/protocol'
import type { CallerDirectory, CallingApp } from '#gateway/call/callers'
import type { IncomingCall } from '#gateway/call/incoming-call'
import { type Refused, refuse } from '#gateway/call/refusal'

/** The parameters, and the encoding in which even a refusal is answered. */
export type ReadParametersOfCall = Readonly<{
  parameters: Parameters
  /** What the signature covers. */
  signed: Readonly<{ parameters: Parameters; body?: string }>
  encoding: Encoding
  /** Charset of the app, as far as known. */
  charset: Charset
  refusal: Refused | undefined
}>

export type ReadCall = ReadParametersOfCall & Readonly<{ app: CallingApp | undefined }>

/**
 * Like `readCallParameters`, in the charset of the app that the call names: names and values of the protocol are the same bytes in both, so
 * the app is known before.
 */
export async function readCall(call: IncomingCall, callers: CallerDirectory): Promise<ReadCall> {
  const read = readCallParameters(call)
  const appKey = appKeyOf(read)
  const app = appKey ? await callers.findApp(appKey) : undefined
  if (app?.charset !== 'gbk') return { ...read, app }
  const readAsGbk = readCallParameters(call, 'gbk')
  // Bytes that are no UTF-8 may name another app in GBK.
  const keyAsGbk = appKeyOf(readAsGbk)
  return { ...readAsGbk, app: keyAsGbk === appKey ? app : keyAsGbk ? await callers.findApp(keyAsGbk) : undefined }
}

function appKeyOf({ signed }: ReadParametersOfCall): string | undefined {
  return signed.parameters.get('app_key')?.trim()
}

/** Codes 23, 41 and 43: query string and body become one map; the format is known before anything is refused. */
export function readCallParameters(call: IncomingCall, charset: Charset = 'utf-8'): ReadParametersOfCall {
  const read = readParameters(call, { charset, parametersOf })
  const { parameters } = read
  const signed = (read.kind === 'read' ? read.signed : undefined) ?? { parameters }
  const encoding = readEncoding(parameters)
  if (encoding === undefined) return { parameters, signed, encoding: 'xml', charset, refusal: refuse('invalidFormat') }
  return { parameters, signed, encoding, charset, refusal: refuseUnclear(read) }
}

/** Read for every call with a multipart body, so built once. */
const parametersByMethod: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.values<MethodDefinition>(methods).map(({ name, request }) => [
    name,
    new Set(Object.values(request).map(({ wire }) => wire)),
  ]),
)

function parametersOf(method: string): ReadonlySet<string> | undefined {
  return parametersByMethod.get(method)
}

const severalValues: Text = { zh: '同一参数出现了多个不同的值', en: 'was sent with several values' }

/** Codes 41 and 43: one parameter with several values, or parameters that cannot be read at all. */
export function refuseUnclear(read: ReadParameters): Refused | undefined {
  switch (read.kind) {
    case 'read':
      return undefined
    case 'conflicting':
      return refuse('invalidArguments', { name: shownName(read.name), rule: severalValues })
    case 'unreadable':
      return refuse('parameterError', { rule: read.reason })
  }
}
