import { isGranted, type MethodDefinition, methods, nearestName, shownName, type Text } from '@yaoquan/api'
import {
  type Charset,
  type Encoding,
  type Parameters,
  type ReadParameters,
  readEncoding,
  readParameters,
} from '@yaoquan/protocol'
import type { CallerDirectory, CallingApp } from '#gateway/call/callers'
import { type IncomingCall, type Refused, refuse } from '#gateway/call/incoming-call'
import type { CallingOperator, Method } from '#methods/method'

/** The parameters, and the encoding in which even a refusal is answered. */
type ReadParametersOfCall = Readonly<{
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
 * the app is known before. The language of the reader, where the call names it, is in the place of the app's.
 */
export async function readCall(call: IncomingCall, callers: CallerDirectory): Promise<ReadCall> {
  const read = await readInCharset(call, callers)
  const { readerLanguage } = call
  if (readerLanguage === undefined || read.app === undefined) return read
  return { ...read, app: { ...read.app, language: readerLanguage } }
}

async function readInCharset(call: IncomingCall, callers: CallerDirectory): Promise<ReadCall> {
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
  const read = readParameters(call, { charset, parametersOf: (method) => parametersByMethod.get(method) })
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

export type Methods = ReadonlyMap<string, Method<MethodDefinition>>

/** Code 21. */
export function checkMethodGiven(parameters: Parameters): Refused | undefined {
  return parameters.get('method')?.trim() ? undefined : refuse('missingMethod')
}

type NamedMethod = Readonly<{
  app: CallingApp
  methods: ReadonlyMap<string, unknown>
}>

/** Code 22, with the nearest method that the app may call. */
export function refuseUnknownMethod(parameters: Parameters, { app, methods }: NamedMethod): Refused {
  const callable = [...methods.keys()].filter((name) => isGranted(app.grants, name))
  const nearest = nearestName(parameters.get('method')?.trim() ?? '', callable)
  const hint = { zh: `，最接近的是 ${nearest}`, en: `; the nearest one is ${nearest}` }
  return refuse('invalidMethod', { nearest: nearest === undefined ? '' : hint })
}

/** Code 11 `isv.permission-api-package-limit`, and code 12 for an operator whose role does not allow the method. */
export function checkPermission(app: CallingApp, methodName: string): Refused | undefined {
  if (isGranted(app.grants, methodName)) return undefined
  if (app.operator !== undefined) {
    return refuse('operatorNotAllowed', {
      rule: { zh: `您的角色不能调用 ${methodName}`, en: `your role may not call ${methodName}` },
    })
  }
  return refuse('methodNotAllowed', { method: methodName })
}

type Input = Readonly<{ parameters: Parameters; app: CallingApp; callers: CallerDirectory; nowMs: number }>

/**
 * Codes 26 and 27: the seller a call acts on is its session's; without a session, the app's only seller.
 * A session is good for the app it was issued to, and only while that app still serves the seller.
 */
export async function findSeller(input: Input): Promise<Readonly<{ kind: 'found'; sellerId: string }> | Refused> {
  const { app } = input
  const token = input.parameters.get('session')?.trim()
  if (!token) {
    const [only, ...others] = app.sellerIds
    return only !== undefined && others.length === 0 ? { kind: 'found', sellerId: only } : refuse('missingSession')
  }
  const session = await input.callers.findSession(token)
  if (session?.appKey !== app.appKey || !app.sellerIds.includes(session.sellerId)) return refuse('invalidSession')
  return session.expiresAtMs > input.nowMs ? { kind: 'found', sellerId: session.sellerId } : refuse('sessionExpired')
}

type ShopCall = Readonly<{ definition: MethodDefinition | undefined; parameters: Parameters }>

/** Code 12 for an operator of certain shops who calls a method that names a shop, and names none of them. */
export function refuseOutsideShops(
  { shops }: CallingOperator,
  { definition, parameters }: ShopCall,
): Refused | undefined {
  const hasShop = Object.values(definition?.request ?? {}).some(({ wire }) => wire === 'shop')
  if (shops === undefined || !hasShop || shops.includes(parameters.get('shop')?.trim() ?? '')) return undefined
  return refuse('operatorNotAllowed', {
    rule: { zh: `shop 应为您的门店之一: ${shops.join(', ')}`, en: `shop should be one of yours: ${shops.join(', ')}` },
  })
}
