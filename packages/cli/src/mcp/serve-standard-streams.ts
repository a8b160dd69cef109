import { once } from 'node:events'
import { Server } from '@modelcontextprotocol/sdk/server/index.js'
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'
import {
  CallToolRequestSchema,
  type CallToolResult,
  ErrorCode,
  ListResourcesRequestSchema,
  ListToolsRequestSchema,
  McpError,
  ReadResourceRequestSchema,
} from '@modelcontextprotocol/sdk/types.js'
import { AjvJsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/ajv'
import type { Schema } from '@yaoquan/api'
import { TopClient } from '@yaoquan/client'
import type { Credentials } from '#options/gateway-options'
import { language, say } from '#terminal/output'
import { version } from '#terminal/version'
import { documentTools, type Library, type LibraryDocument, openLibrary } from './document-tools.ts'
import type { Shown } from './mask-answer.ts'
import { methodTools, signatureTool } from './method-tools.ts'
import { failed, type Tool, wordedFailure } from './tool.ts'

export type McpOptions = Credentials &
  Readonly<{
    url: string
    shown: Shown
  }>

/** Serves one assistant over standard input and output until it closes the input. */
export async function serveStandardStreams(options: McpOptions): Promise<void> {
  const library = openLibrary(options.url)
  const secrets = [options.appSecret, options.session ?? '']
  const server = buildServer({
    tools: [
      ...methodTools({ client: new TopClient(options), shown: options.shown, secrets }),
      ...documentTools(library),
      signatureTool(options),
    ],
    library,
  })
  const ended = once(process.stdin, 'end')
  await server.connect(new StdioServerTransport())
  await ended
  await server.close()
}

/** Builds an MCP server with the given tools, and with the documents of the library as resources. */
function buildServer({ tools, library }: Readonly<{ tools: readonly Tool[]; library: Library }>): Server {
  const server = new Server(
    { name: 'yaoquan', title: say('药券', 'Yaoquan'), version: version() },
    { capabilities: { tools: {}, resources: {} }, instructions },
  )
  addTools(server, tools)
  addResources(server, library)
  return server
}

function addTools(server: Server, tools: readonly Tool[]): void {
  const answers = new Map(tools.map((tool) => [tool.name, checked(tool)]))
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: tools.map(described) }))
  server.setRequestHandler(CallToolRequestSchema, ({ params }, { signal }) => {
    const answer = answers.get(params.name)
    if (answer === undefined) throw new McpError(ErrorCode.InvalidParams, say('没有该工具', 'unknown tool'))
    return answer(params.arguments ?? {}, signal)
  })
}

function described({ name, title, description, inputSchema, outputSchema, callsGateway }: Tool) {
  return {
    name,
    title,
    description,
    inputSchema: objectType(inputSchema),
    ...(outputSchema === undefined ? {} : { outputSchema: objectType(outputSchema) }),
    annotations: {
      title,
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: callsGateway,
    },
  }
}

function objectType(schema: Schema): Schema & { type: 'object' } {
  return { ...schema, type: 'object' }
}

/** Wraps a tool so that input that does not match its schema is refused before the gateway is called. */
function checked({ inputSchema, answer }: Tool): (input: object, signal: AbortSignal) => Promise<CallToolResult> {
  const validate = new AjvJsonSchemaValidator().getValidator(objectType(inputSchema))
  return async (input, signal) => {
    const { valid, errorMessage } = validate(input)
    return valid ? answer(input, signal) : failed({ message: wordedFailure(errorMessage) })
  }
}

function addResources(server: Server, library: Library): void {
  server.setRequestHandler(ListResourcesRequestSchema, async () => ({
    resources: (await library.all()).filter(isOwn).map(({ uri, title, summary, mimeType }) => ({
      uri,
      name: uri.replace('yaoquan://', ''),
      title,
      description: summary,
      mimeType,
    })),
  }))
  server.setRequestHandler(ReadResourceRequestSchema, async ({ params: { uri } }) => {
    const found = await library.find(uri)
    if (found === undefined) throw new McpError(resourceNotFound, say('没有该文档', 'unknown document'))
    return { contents: [{ uri, mimeType: found.mimeType, text: found.text }] }
  })
}

/** Resources are listed in one language. Those of the other can be read by their URI. */
function isOwn(document: LibraryDocument): boolean {
  return document.language === language
}

/** Error code from the MCP specification, "Resources", error handling. */
const resourceNotFound = -32002

const instructions = say(
  '药券是药店连锁的优惠券CRM。工具只读：查询优惠券、订单、模板与事件，查阅接口文档，分析签名错误。日期与时间为GMT+8，金额是以元为单位的文本，手机号缺省打码。',
  'Yaoquan is a coupon CRM for pharmacy chains. The tools are read-only: they query coupons, orders, templates and events, read the API documentation and explain wrong signatures. Dates and times are in GMT+8, amounts are text in yuan, and phone numbers are masked unless the operator allowed full ones.',
)
