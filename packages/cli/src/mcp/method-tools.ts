import {
  type Field,
  type Fields,
  type MethodDefinition,
  methods,
  objectSchema,
  queryCoupon,
  type RequestOf,
  type Schema,
  text,
} from '@yaoquan/api'
import { type TopClient, TopClientError } from '@yaoquan/client'
import { baseString, findSignatureMistake, type Parameters, readParameters, verifySignature } from '@yaoquan/protocol'
import { propertyValues, wireValues } from '#calls/wire-values'
import { localized, say } from '#terminal/output'
import { maskAnswer, type Shown } from './mask-answer.ts'
import { callFailure, closedSchema, failed, type Refusal, refusalFailure, structured, type Tool } from './tool.ts'

type Caller = Readonly<{
  client: TopClient
  shown: Shown
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
    title: localized(definition.title),
    description: `${localized(definition.description)} (${definition.name})`,
    inputSchema: closedSchema(withSmallPages(definition.request)),
    outputSchema: outputOf(definition),
    callsGateway: true,
    async answer(input, signal) {
      const request = withPageSize(definition, propertyValues(definition.request, input))
      try {
        const answer = await caller.client.execute(definition, request, { signal })
        const refused = refusalOf(answer)
        if (refused !== undefined) return refusalFailure(definition, refused, answer.requestId)
        const values = wireValues(definition.response, answer)
        return structured({ ...maskAnswer(values, caller.shown), request_id: answer.requestId })
      } catch (error) {
        if (error instanceof TopClientError) return callFailure(error, caller.secrets)
        throw error
      }
    },
  }
}

function outputOf({ response }: MethodDefinition): Schema {
  const requestId = text('request_id', '15r8qk9x1abc', '本次调用的标识', 'Id of this call', { required: true })
  return objectSchema({ ...response, requestId }, 'plain', localized)
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

/** Properties for page sizes. Pages are smaller than the API allows, because an assistant reads every item. */
const pageProperties: readonly string[] = ['limit', 'pageSize']
const maxPageSize = 50
const defaultPageSize = 20

/** Adds the default page size to a request, if the method has one and it is not given. */
function withPageSize(definition: MethodDefinition, request: RequestOf<MethodDefinition>): RequestOf<MethodDefinition> {
  return 'limit' in definition.request ? { limit: defaultPageSize, ...request } : request
}

function withSmallPages(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).map(([property, field]) => [property, smallPage(property, field)]))
}

function smallPage(property: string, field: Field): Field {
  if (field.kind === 'object') return { ...field, fields: withSmallPages(field.fields) }
  if (field.kind !== 'number' || !pageProperties.includes(property)) return field
  return {
    ...field,
    max: Math.min(field.max, maxPageSize),
    example: defaultPageSize,
    description: {
      zh: `每页数量，最多${maxPageSize}${field.required ? '' : `，缺省${defaultPageSize}`}`,
      en: `Items per page, at most ${maxPageSize}${field.required ? '' : `; default: ${defaultPageSize}`}`,
    },
  }
}

const input = {
  request: text(
    'request',
    'method=taobao.time.get&app_key=12345678&timestamp=2026-11-24+22%3A29%3A00&sign_method=md5&v=2.0&sign=0',
    '失败的请求：完整URL，或表单内容（URL编码）',
    'The failed request: its full URL, or its URL-encoded form body',
    { required: true, maxLength: 20_000 },
  ),
}

/**
 * Explains why the signature of a request is wrong, like the sandbox of the gateway does. Uses the secret that the MCP server was
 * started with; the result does not contain it.
 */
export function signatureTool({ appKey, appSecret }: Readonly<{ appKey: string; appSecret: string }>): Tool {
  return {
    name: 'explain_signature',
    title: say('分析签名错误', 'Explain a wrong signature'),
    description: say(
      '找出请求签名错误的原因，并给出服务端的待签名串（不含AppSecret）',
      'Find the mistake in the signature of a request; returns the base string the server computes, without the secret',
    ),
    inputSchema: closedSchema(input),
    callsGateway: false,
    async answer(given) {
      const read = readParameters({
        queryString: queryOf(String(Reflect.get(given, 'request')).trim()),
        contentType: undefined,
        body: new Uint8Array(),
      })
      if (read.kind !== 'read') return failed({ message: unreadable })
      if (read.parameters.get('app_key') !== appKey) {
        return failed({ message: say(`请求不是应用 ${appKey} 发出的`, `the request was not sent by app ${appKey}`) })
      }
      return structured(explained(read.parameters, appSecret))
    },
  }
}

const unreadable = say('请求无法读取或参数有冲突', 'the request cannot be read or has conflicting parameters')

function queryOf(request: string): string {
  return URL.canParse(request) ? new URL(request).search.slice(1) : request
}

function explained(parameters: Parameters, secret: string): Readonly<Record<string, unknown>> {
  const base = baseString(parameters, { blank: 'signed' })
  if (verifySignature({ parameters, secret })) return { fits: true, base_string: base }
  const { message, signedText } = findSignatureMistake({ parameters, secret })
  return {
    fits: false,
    mistake: localized(message),
    base_string: base,
    ...(signedText === undefined ? {} : { signed_text: signedText }),
  }
}
