import { bothTexts, type MethodDefinition, methods, objectSchema, queryCoupon, type Schema } from '@yaoquan/api'
import { type TopClient, TopClientError } from '@yaoquan/client'
import { propertyValues, wireValues } from '#calls/wire-values'
import { maskPhones } from './mask-phones.ts'
import { methodInput, withPageSize } from './method-input.ts'
import { structured, type Tool } from './tool.ts'
import { callFailure, type Refusal, refusalFailure } from './tool-failure.ts'

type Caller = Readonly<{
  client: TopClient
  withPhones: boolean
  /** Removed from every error text. */
  secrets: readonly string[]
}>

/** One tool per read method. Write methods have none. */
export function methodTools(caller: Caller): readonly Tool[] {
  return Object.values(methods)
    .filter(({ effect }: MethodDefinition) => effect === 'read')
    .map((definition) => methodTool(definition, caller))
}

function methodTool(definition: MethodDefinition, caller: Caller): Tool {
  return {
    name: definition.name.replaceAll('.', '_'),
    title: bothTexts(definition.title),
    description: `${bothTexts(definition.description)} (${definition.name})`,
    inputSchema: methodInput(definition),
    outputSchema: outputOf(definition),
    callsGateway: true,
    async answer(input, signal) {
      const request = withPageSize(definition, propertyValues(definition.request, input))
      try {
        const answer = await caller.client.execute(definition, request, { signal })
        const refused = refusalOf(answer)
        if (refused !== undefined) return refusalFailure(definition, refused, answer.requestId)
        const values = wireValues(definition.response, answer)
        return structured({ ...(caller.withPhones ? values : maskPhones(values)), request_id: answer.requestId })
      } catch (error) {
        if (error instanceof TopClientError) return callFailure(error, caller.secrets)
        throw error
      }
    },
  }
}

function outputOf({ response }: MethodDefinition): Schema {
  const requestId = {
    wire: 'request_id',
    required: true,
    description: { zh: '本次调用的标识', en: 'Id of this call' },
    kind: 'text',
    example: '15r8qk9x1abc',
  } as const
  return objectSchema({ ...response, requestId }, 'plain')
}

/** The refusal in a result, if there is one. That no coupon was found is not a refusal. */
function refusalOf(answer: object): Refusal | undefined {
  const result: unknown = Reflect.get(answer, 'result')
  if (!isResult(result) || result.success || result.errorCode === nothingFound) return undefined
  return result
}

const nothingFound: string = queryCoupon.errorCodes[0].code

function isResult(result: unknown): result is Refusal & Readonly<{ success: boolean }> {
  return typeof result === 'object' && result !== null && 'success' in result
}
