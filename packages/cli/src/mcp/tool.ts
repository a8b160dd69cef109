import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js'
import type { Schema } from '@yaoquan/api'

/** One thing an assistant may ask for. */
export type Tool = Readonly<{
  /** Letters, digits and underscores, 64 at most: assistants take no more. */
  name: string
  title: string
  description: string
  inputSchema: Schema
  outputSchema?: Schema
  /** Whether it asks the gateway; the others answer from what they carry. */
  asksGateway: boolean
  /** @param input fits `inputSchema` */
  answer: (input: object, signal: AbortSignal) => Promise<CallToolResult>
}>

/** Longest answer in characters: an assistant pays for each, and has room for few. */
const maxAnswerLength = 100_000

/** An answer as structure and as the same in text, for assistants that read only one of them. */
export function structured(content: Readonly<Record<string, unknown>>): CallToolResult {
  const text = JSON.stringify(content)
  if (text.length > maxAnswerLength) {
    return failed({
      message: '结果过长，请减少每页数量或增加条件 / the answer is too long: ask for a smaller page, or add filters',
    })
  }
  return { content: [{ type: 'text', text }], structuredContent: { ...content } }
}

/** What went wrong, as JSON text; members that are undefined are left out. */
export function failed(error: Readonly<Record<string, unknown>>): CallToolResult {
  return { content: [{ type: 'text', text: JSON.stringify({ error }) }], isError: true }
}
