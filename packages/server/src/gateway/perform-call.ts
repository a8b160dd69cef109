import type { MethodDefinition } from '@yaoquan/api'
import { decodeRequest, type EncodedResponse, type Parameters } from '@yaoquan/protocol'
import { InvalidInput } from '#methods/invalid-input'
import type { CallContext, Method } from '#methods/method'
import { ReusedSign } from '#methods/reused-sign'
import { type Refused, refuse } from './call/refusal.ts'
import type { GatewayDependencies } from './gateway-dependencies.ts'
import { lookUpByCode, missedCodes } from './limits/look-up-by-code.ts'
import { type AnswerForm, encodeAnswer, performCached } from './perform-cached.ts'

type Performed = Readonly<{ kind: 'performed'; answer: EncodedResponse }>

type Work = Readonly<{
  method: Method<MethodDefinition>
  parameters: Parameters
  context: CallContext
  form: AnswerForm
  /** The caller's address. */
  ip: string
  /** Receives what a method throws: a bug or a lost store, answered with code 15 `isp.*`. */
  onFault: (error: unknown) => void
}>

type PerformDependencies = Pick<
  GatewayDependencies,
  'rememberSign' | 'mayPass' | 'codeGuesses' | 'answers' | 'telemetry'
>

/**
 * Decodes the input (codes 40, 41 and 50), then calls the method. Code 7 for a caller that guessed too many codes, code 25 for a
 * write under another call's signature.
 */
export async function performCall(work: Work, gateway: PerformDependencies): Promise<Performed | Refused> {
  const { rememberSign, mayPass } = gateway
  try {
    const done = await decodeAndCall(work, gateway)
    if (done.kind === 'performed' || work.context.sign === undefined) return done
    const remembered = await rememberSign(work.context)
    return remembered.kind === 'sign-reused' ? refuse('reusedSignature') : done
  } catch (error) {
    if (error instanceof ReusedSign) return refuse('reusedSignature')
    work.onFault(error)
    return refuse(mayPass(error) ? 'storeUnavailable' : 'remoteServiceError')
  }
}

async function decodeAndCall(
  work: Work,
  { codeGuesses, answers, telemetry }: PerformDependencies,
): Promise<Performed | Refused> {
  const { method, parameters, context, form, ip } = work
  const decoded = decodeRequest(method.definition, parameters)
  if (decoded.kind === 'refused') return decoded
  try {
    const lookUp = lookUpByCode(decoded.input)
    if (lookUp === undefined) {
      const call = { method, input: decoded.input, context, form }
      return { kind: 'performed', answer: await performCached(call, answers) }
    }
    const guesser = { appKey: context.appKey, shop: lookUp.shop, ip }
    const seconds = codeGuesses.wait(guesser)
    if (seconds > 0) {
      telemetry.codeGuessRefused({ ...guesser, sellerId: context.sellerId, seconds })
      return refuse('appCallLimited', { seconds })
    }
    const response = await method.call(decoded.input, context)
    codeGuesses.missed(guesser, missedCodes(response))
    return { kind: 'performed', answer: encodeAnswer(work, response) }
  } catch (error) {
    if (error instanceof InvalidInput) return refuse('invalidParameter', { field: error.field, rule: error.rule })
    throw error
  }
}
