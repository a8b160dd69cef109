import { errors, methodsOfRole, type RoleName, type Text } from '@yaoquan/api'
import { type Parameters, readParameters } from '@yaoquan/protocol'
import type { CallingOperator } from '#methods/method'
import type { CallingApp } from './call/callers.ts'
import { type Limited, type Refused, refuse } from './call/incoming-call.ts'
import { type Methods, refuseOutsideShops, refuseUnclear } from './checks/call-checks.ts'
import type { GatewayDependencies, Outcome } from './gateway-dependencies.ts'
import { checkAndPerform, finishCall } from './perform-call.ts'

/** A call of an operator who is signed in. */
export type ConsoleCall = Readonly<{
  operator: CallingOperator
  role: RoleName
  sellerId: string
  /** Wire name. */
  method: string
  /** A JSON object with the fields of the request by wire names. */
  body: string
  ip: string
  /** Language of the texts of the answer; default Chinese. */
  language?: keyof Text | undefined
  /** Whether phones and cards are masked; default true. Only where the operator's wish to see them in full was recorded. */
  masksPhones?: boolean
  /** Whether it goes on with an answer of several pages, so that it is not counted again; default false. */
  isContinued?: boolean
}>

export type ConsoleAnswer = Readonly<{
  /** Simplified JSON, as the gateway answers with `format=json` and `simplify=true`. */
  body: Uint8Array
  /** The role or its shops do not allow the call. */
  isForbidden: boolean
  /** Why and how long the operator has to wait; the body says nothing else then. */
  limited: Limited | undefined
}>

export type AnswerConsole = (call: ConsoleCall) => Promise<ConsoleAnswer>

const encoding = 'simplified'

/**
 * Answers calls of operators by the checks that calls of apps go through, with a login in place of a signature and a role in
 * place of grants.
 * @param methods those of the gateway and those that only the console offers
 */
export function createConsoleGateway(dependencies: GatewayDependencies, methods: Methods): AnswerConsole {
  const gateway = { ...dependencies, methods }
  return async (call) => {
    const startedMs = performance.now()
    const requestId = gateway.newRequestId()
    const { app, parameters, unclear } = readConsoleCall(call)
    const outcome = unclear ?? (await perform({ call, app, parameters, requestId }, gateway))
    const { ip, language } = call
    const { appKey } = app
    const body = finishCall({ outcome, parameters, appKey, encoding, language, ip, requestId, startedMs }, gateway)
    const refusal = outcome.kind === 'refused' ? outcome : undefined
    return { body, isForbidden: refusal?.error.code === forbiddenCode, limited: refusal?.limited }
  }
}

/** Limit for one operator over all methods. Nobody clicks so fast; the page repeats a call that was refused for it. */
const callsPerSecond = 20

const forbiddenCode = errors.operatorNotAllowed.code

type ReadConsoleCall = Readonly<{ app: CallingApp; parameters: Parameters; unclear: Refused | undefined }>

function readConsoleCall({ method, body, ...call }: ConsoleCall): ReadConsoleCall {
  const read = readParameters({ queryString: '', contentType: 'application/json', body: Buffer.from(body, 'utf8') })
  const parameters = new Map([...read.parameters, ['method', method.trim()]])
  // The seller is the one that the operator chose, not that of an app's session.
  parameters.delete('session')
  return { app: operatorAsApp(call), parameters, unclear: refuseUnclear(read) }
}

/** An operator as the checks see a caller. */
function operatorAsApp({
  operator,
  role,
  sellerId,
  language,
  masksPhones = true,
  isContinued = false,
}: Omit<ConsoleCall, 'method' | 'body'>): CallingApp {
  return {
    appKey: `operator:${operator.name}`,
    operator,
    appSecret: '',
    secretSetAtMs: 0,
    oldSecret: undefined,
    isEnabled: true,
    sellerIds: [sellerId],
    allowedIps: [],
    grants: { preset: 'none', allowed: methodsOfRole(role), denied: [] },
    charset: 'utf-8',
    language,
    masksPhones,
    fullPhonesPerHour: undefined,
    callsPerDay: undefined,
    callsPerSecond: isContinued ? undefined : callsPerSecond,
  }
}

type OpenCall = Readonly<{ call: ConsoleCall; app: CallingApp; parameters: Parameters; requestId: string }>

async function perform({ call, app, parameters, requestId }: OpenCall, gateway: GatewayDependencies): Promise<Outcome> {
  const { ip, sellerId } = call
  const definition = gateway.methods.get(parameters.get('method') ?? '')?.definition
  const outside = refuseOutsideShops(call.operator, { definition, parameters })
  if (outside) return outside
  const nowMs = gateway.clock(sellerId)
  try {
    return await checkAndPerform({ app, parameters, encoding, requestId, nowMs, ip, signedCall: undefined }, gateway)
  } catch (error) {
    if (!gateway.mayPass(error)) throw error
    gateway.telemetry.callFailed({ requestId, method: 'unknown', error })
    return refuse('storeUnavailable')
  }
}
