import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js'
import type { Schema } from '@yaoquan/api'

/** A tool that assistants can call. */
export type Tool = Readonly<{
  /** At most 64 letters, digits and underscores: a limit of assistants. */
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
      message: '结果过长，请减少每页数量或增加条件 / the result is too long: use a smaller page or more filters',
    })
  }
  return { content: [{ type: 'text', text }], structuredContent: { ...content } }
}

/** An error as JSON text. Undefined members are left out. */
export function failed(error: Readonly<Record<string, unknown>>): CallToolResult {
  return { content: [{ type: 'text', text: JSON.stringify({ error }) }], isError: true }
}
