import type { MethodDefinition, ResponseOf } from '@yaoquan/api'
import { decodeRequest, type Parameters } from '@yaoquan/protocol'
import { InvalidInput } from '../../methods/invalid-input.ts'
import type { CallContext, Method } from '../../methods/method.ts'
import { type Refused, refuse } from '../refusal.ts'

type Performed = Readonly<{ kind: 'performed'; response: ResponseOf<MethodDefinition> }>

type Work = Readonly<{ method: Method<MethodDefinition>; parameters: Parameters; context: CallContext }>

/**
 * Codes 40, 41 and 50: decode the input, then call the method.
 * @param onFault hears what a method threw: a bug or a lost store, answered with code 15 `isp.*`
 */
export async function performCall(work: Work, onFault: (error: unknown) => void): Promise<Performed | Refused> {
  try {
    const decoded = decodeRequest(work.method.definition, work.parameters)
    if (decoded.kind === 'refused') return decoded
    return { kind: 'performed', response: await work.method.call(decoded.input, work.context) }
  } catch (error) {
    if (error instanceof InvalidInput) return refuse('invalidParameter', { field: error.field, rule: error.rule })
    onFault(error)
    return refuse('remoteServiceError')
  }
}
