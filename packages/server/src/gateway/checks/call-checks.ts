import { isGranted, type MethodDefinition, nearestName } from '@yaoquan/api'
import type { Parameters } from '@yaoquan/protocol'
import type { CallerDirectory, CallingApp } from '#gateway/call/callers'
import { type Refused, refuse } from '#gateway/call/refusal'
import type { CallingOperator, Method } from '#methods/method'

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
