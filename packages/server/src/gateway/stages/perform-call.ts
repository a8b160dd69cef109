import type { MethodDefinition, ResponseOf } from '@yaoquan/api'
import { decodeRequest, type Parameters } from '@yaoquan/protocol'
import { type Refused, refuse } from '#gateway/call/refusal'
import type { RememberSign } from '#gateway/call/remember-sign'
import { InvalidInput } from '#methods/invalid-input'
import type { CallContext, Method } from '#methods/method'
import { ReusedSign } from '#methods/reused-sign'
import type { CallTelemetry } from '#telemetry/call-telemetry'
import type { CodeGuesses } from './code-guesses.ts'
import { lookUpByCode, missedCodes } from './look-up-by-code.ts'

type Performed = Readonly<{ kind: 'performed'; response: ResponseOf<MethodDefinition> }>

type Work = Readonly<{ method: Method<MethodDefinition>; parameters: Parameters; context: CallContext }>

type PerformParts = Readonly<{
  rememberSign: RememberSign
  /** Whether a fault of the store may pass, so that the same call may succeed later. */
  mayPass: (error: unknown) => boolean
  codeGuesses: CodeGuesses
  telemetry: CallTelemetry
  /** The caller's address. */
  ip: string
  onFault: (error: unknown) => void
}>

/**
 * Codes 40, 41 and 50: decode the input, then call the method. Code 7 for who guessed too many codes. Code 25 for a write under another call's signature.
 * @param parts.onFault hears what a method threw: a bug or a lost store, answered with code 15 `isp.*`
 */
export async function performCall(work: Work, parts: PerformParts): Promise<Performed | Refused> {
  const { rememberSign, mayPass, onFault } = parts
  try {
    const done = await decodeAndCall(work, parts)
    if (done.kind === 'performed' || work.context.sign === undefined) return done
    const remembered = await rememberSign(work.context)
    return remembered.kind === 'sign-reused' ? refuse('reusedSignature') : done
  } catch (error) {
    if (error instanceof ReusedSign) return refuse('reusedSignature')
    onFault(error)
    return refuse(mayPass(error) ? 'storeUnavailable' : 'remoteServiceError')
  }
}

async function decodeAndCall({ method, parameters, context }: Work, parts: PerformParts): Promise<Performed | Refused> {
  const decoded = decodeRequest(method.definition, parameters)
  if (decoded.kind === 'refused') return decoded
  try {
    const lookUp = lookUpByCode(decoded.input)
    if (lookUp === undefined) return { kind: 'performed', response: await method.call(decoded.input, context) }
    const guesser = { appKey: context.appKey, shop: lookUp.shop, ip: parts.ip }
    const seconds = parts.codeGuesses.wait(guesser)
    if (seconds > 0) {
      parts.telemetry.codeGuessRefused({ ...guesser, sellerId: context.sellerId, seconds })
      return refuse('appCallLimited', { seconds })
    }
    const response = await method.call(decoded.input, context)
    parts.codeGuesses.missed(guesser, missedCodes(response))
    return { kind: 'performed', response }
  } catch (error) {
    if (error instanceof InvalidInput) return refuse('invalidParameter', { field: error.field, rule: error.rule })
    throw error
  }
}
