import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js'
import { type Fields, findError, type MethodDefinition, objectSchema, type Schema } from '@yaoquan/api'
import type { TopClientError } from '@yaoquan/client'
import { type Language, language, localized, say } from '#terminal/output'
import { describeFault } from '#terminal/report-fault'

/** A tool that assistants can call. */
export type Tool = Readonly<{
  /** Assistants limit names to 64 letters, digits and underscores. */
  name: string
  title: string
  description: string
  inputSchema: Schema
  outputSchema?: Schema
  /** Whether it calls the gateway. */
  callsGateway: boolean
  /** @param input matches `inputSchema` */
  answer: (input: object, signal: AbortSignal) => Promise<CallToolResult>
}>

/** Maximum length of an answer in characters: assistants have limited context. */
const maxAnswerLength = 100_000

/** An answer as structured content and as text, for assistants that read only one of them. */
export function structured(content: Readonly<Record<string, unknown>>): CallToolResult {
  const text = JSON.stringify(content)
  if (text.length > maxAnswerLength) {
    return failed({
      message: say('结果过长，请减少每页数量或增加条件', 'the result is too long: use a smaller page or more filters'),
    })
  }
  return { content: [{ type: 'text', text }], structuredContent: { ...content } }
}

/** An error as JSON text. Undefined members are left out. */
export function failed(error: Readonly<Record<string, unknown>>): CallToolResult {
  return { content: [{ type: 'text', text: JSON.stringify({ error }) }], isError: true }
}

/** The input schema of a tool with these fields by wire name. */
export function closedSchema(fields: Fields): Schema {
  return closed(objectSchema(fields, 'plain', localized))
}

/** Refuses unknown members. Ignoring a mistyped filter would silently return too much. */
function closed(schema: Schema): Schema {
  const properties = schema['properties']
  if (typeof properties !== 'object' || properties === null) return schema
  const inner = Object.entries(properties).map(([name, property]: [string, Schema]) => [name, closed(property)])
  return { ...schema, properties: Object.fromEntries(inner), additionalProperties: false }
}

export type Refusal = Readonly<{ errorCode?: string; errorMessage?: string }>

/** A refusal by the method, with the solutions from its definition. Several causes may share a code; all are included. */
export function refusalFailure(
  { errorCodes }: MethodDefinition,
  { errorCode, errorMessage }: Refusal,
  requestId: string,
): CallToolResult {
  const known = errorCodes.filter(({ code }) => code === errorCode)
  const cures = [...new Set(known.map(({ cure }) => localized(cure)))]
  return failed({
    error_code: errorCode,
    error_msg: language === 'zh' ? errorMessage : (known[0]?.message.en ?? errorMessage),
    cure: cures.length === 0 ? undefined : cures.join('; '),
    request_id: requestId,
  })
}

/**
 * A call that the gateway refused or that did not reach a gateway, with cause and solution from the error table.
 * @param secrets removed from the gateway's texts: a sandbox repeats what was signed, including the session
 */
export function callFailure(error: TopClientError, secrets: readonly string[]): CallToolResult {
  const row = findError(error.code, error.subCode)?.row
  return failed({
    code: error.code,
    sub_code: error.subCode,
    sub_msg: error.subMessage === undefined ? undefined : withoutSecrets(error.subMessage, secrets),
    message: error.subMessage === undefined ? withoutSecrets(describeFault(error), secrets) : row?.msg,
    cause: row === undefined ? undefined : localized(row.cause),
    cure: row === undefined ? unreachableCure : localized(row.cure),
    request_id: error.requestId,
  })
}

function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets.filter((secret) => secret !== '').reduce((left, secret) => left.replaceAll(secret, '***'), text)
}

const unreachableCure = say(
  '检查网关地址，以及服务是否在运行',
  'check the URL of the gateway and whether the server is running',
)

/**
 * The text of input that its schema refuses.
 * @param found what the validator says of it, in English, as `data/limit must be <= 50`
 */
export function wordedFailure(found = '', spoken: Language = language): string {
  if (spoken === 'en') return `invalid input: ${found}`
  return `参数有误: ${phrases.reduce((text, [pattern, zh]) => text.replaceAll(pattern, zh), found)}`
}

/** Phrases of the validator for the rules that schemas of tools have. */
const phrases: readonly (readonly [pattern: RegExp, zh: string])[] = [
  [/ must have required property '([^']*)'/g, ' 缺少 $1'],
  [/ must NOT have additional properties/g, ' 含有未知的字段'],
  [/ must be (<=|>=) (\S+)/g, ' 应 $1 $2'],
  [/ must NOT have more than (\d+) characters/g, ' 不应超过 $1 个字符'],
  [/ must NOT have more than (\d+) items/g, ' 不应超过 $1 项'],
  [/ must NOT have fewer than (\d+) items/g, ' 不应少于 $1 项'],
  [/ must be equal to one of the allowed values/g, ' 不在允许的值之内'],
  [/ must be (string|integer|boolean|object|array|string,number,boolean)/g, ' 的类型应为 $1'],
]
