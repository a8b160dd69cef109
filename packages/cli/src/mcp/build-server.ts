import { Server } from '@modelcontextprotocol/sdk/server/index.js'
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
import { version } from '#terminal/version'
import type { Library } from './library.ts'
import { failed, type Tool } from './tool.ts'

/** An MCP server that offers tools and the documents of a library. */
export function buildServer({ tools, library }: Readonly<{ tools: readonly Tool[]; library: Library }>): Server {
  const server = new Server(
    { name: 'yaoquan', title: '药券 Yaoquan', version: version() },
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
    if (answer === undefined) throw new McpError(ErrorCode.InvalidParams, 'there is no such tool')
    return answer(params.arguments ?? {}, signal)
  })
}

function described({ name, title, description, inputSchema, outputSchema, asksGateway }: Tool) {
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
      openWorldHint: asksGateway,
    },
  }
}

function objectType(schema: Schema): Schema & { type: 'object' } {
  return { ...schema, type: 'object' }
}

/** A tool that refuses input its schema does not allow, before anything is asked of the gateway. */
function checked({ inputSchema, answer }: Tool): (input: object, signal: AbortSignal) => Promise<CallToolResult> {
  const validate = new AjvJsonSchemaValidator().getValidator(objectType(inputSchema))
  return async (input, signal) => {
    const { valid, errorMessage } = validate(input)
    return valid ? answer(input, signal) : failed({ message: `参数有误 / wrong input: ${errorMessage}` })
  }
}

function addResources(server: Server, library: Library): void {
  server.setRequestHandler(ListResourcesRequestSchema, async () => ({
    resources: (await library.all()).map(({ uri, title, summary, mimeType }) => ({
      ...{ uri, name: uri.replace('yaoquan://', ''), title, description: summary, mimeType },
    })),
  }))
  server.setRequestHandler(ReadResourceRequestSchema, async ({ params: { uri } }) => {
    const found = await library.find(uri)
    if (found === undefined) throw new McpError(resourceNotFound, 'there is no such document')
    return { contents: [{ uri, mimeType: found.mimeType, text: found.text }] }
  })
}

/** Of the specification of MCP, "Resources", error handling. */
const resourceNotFound = -32002

const instructions = `药券是药店连锁的优惠券CRM。工具只读：查询优惠券、模板与事件，查阅接口文档，分析签名错误。手机号默认部分隐藏。
Yaoquan is the coupon CRM of a pharmacy chain. The tools only read: coupons, templates and events; the documents of the API; why a
signature does not fit. Days and times are GMT+8, money is yuan as text, phones are masked unless the operator allowed them.`
