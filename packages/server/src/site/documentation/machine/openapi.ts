import {
  bothTexts,
  type Field,
  type MethodDefinition,
  methods,
  objectSchema,
  responseName,
  type Schema,
} from '@yaoquan/api'
import { publicRequestParameters } from '#site/documentation/document/public-parameters'

/**
 * The API as an OpenAPI 3.1 description. All methods are POSTs to one path, but a description may contain a path only once.
 * Each method therefore gets a fragment, which clients do not send. A query would reach the server, and linters refuse one.
 * @param serverUrl without a path, e.g. `http://127.0.0.1:8080`
 */
export function openApi(serverUrl: string): Schema {
  const all: readonly MethodDefinition[] = Object.values(methods)
  return {
    openapi: '3.1.1',
    info: {
      title: '药券 Yaoquan',
      version: '0.1.0',
      summary: '药店连锁的优惠券CRM / The coupon CRM of a pharmacy chain',
      description: about,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: serverUrl }],
    externalDocs: { url: `${serverUrl}/docs/` },
    tags: [...new Set(all.map(({ category }) => bothTexts(category)))].map((name) => ({ name })),
    paths: Object.fromEntries(
      all.map((definition) => [`/router/rest#method=${definition.name}`, { post: operation(definition, serverUrl) }]),
    ),
    components: { schemas: { PublicParameters: publicParameters(), ErrorResponse: errorResponse } },
  }
}

const about = [
  '网关使用淘宝开放平台(TOP)协议：HTTP状态始终为200，签名算法见文档中心。路径中的片段（#method=…）只用于区分方法，不会发送。',
  'The gateway speaks the protocol of the Taobao Open Platform (TOP). The HTTP status is always 200. The fragment of a path',
  '(#method=…) only distinguishes methods and is never sent. How to compute `sign`: /docs/en/signature.',
].join('\n')

function operation(definition: MethodDefinition, serverUrl: string): Schema {
  const { name, title, description, category, request } = definition
  return {
    operationId: name,
    tags: [bothTexts(category)],
    summary: bothTexts(title),
    description: bothTexts(description),
    externalDocs: { url: `${serverUrl}/docs/${name}` },
    requestBody: {
      required: true,
      content: {
        'application/x-www-form-urlencoded': {
          schema: {
            allOf: [
              { $ref: '#/components/schemas/PublicParameters' },
              { type: 'object', properties: { method: { const: name } } },
              objectSchema(request, 'plain'),
              ...alternatives(definition),
            ],
          },
          encoding: Object.fromEntries(Object.values(request).flatMap(encodingOf)),
        },
      },
    },
    responses: {
      200: { description: '响应 / The response', content: { 'text/javascript': { schema: answer(definition) } } },
    },
    security: [],
  }
}

/** Objects and lists of objects are sent as JSON text, lists of texts joined with commas. */
function encodingOf(field: Field): readonly (readonly [string, Schema])[] {
  if (field.kind === 'object') return [[field.wire, { contentType: 'application/json' }]]
  if (field.kind !== 'list') return []
  return [
    [
      field.wire,
      field.item.kind === 'object' ? { contentType: 'application/json' } : { style: 'form', explode: false },
    ],
  ]
}

/** What a call needs besides required parameters. Rules about members of an object are in their descriptions. */
function alternatives({ request, rules = [] }: MethodDefinition): readonly object[] {
  return rules.flatMap((rule) => {
    if (rule.kind === 'neededIf' || rule.of.flat().some((path) => path.includes('.'))) return []
    const required = rule.of.map((paths) => ({ required: paths.map((path) => request[path]?.wire) }))
    return [rule.kind === 'exactlyOne' ? { oneOf: required } : { anyOf: required }]
  })
}

function answer({ name, response }: MethodDefinition): Schema {
  const root = objectSchema(response, 'tagged')
  const members = root['properties'] as Schema
  const withId = { ...root, properties: { ...members, request_id: { type: 'string' } } }
  const done = { type: 'object', properties: { [responseName(name)]: withId }, required: [responseName(name)] }
  return { oneOf: [done, { $ref: '#/components/schemas/ErrorResponse' }] }
}

/** `format` is required to be `json` here: the description covers JSON responses, and the default is XML. */
function publicParameters(): Schema {
  const rules: Readonly<Record<string, Schema>> = {
    format: { const: 'json' },
    sign_method: { type: 'string', enum: ['md5', 'hmac', 'hmac-sha256'], default: 'md5' },
    v: { const: '2.0' },
  }
  const described = publicRequestParameters.filter(({ name }) => name !== 'simplify')
  return {
    type: 'object',
    properties: Object.fromEntries(
      described.map(({ name, description }) => [
        name,
        { ...(rules[name] ?? { type: 'string' }), description: bothTexts(description) },
      ]),
    ),
    required: [...described.filter(({ isRequired }) => isRequired).map(({ name }) => name), 'format'],
  }
}

const errorResponse: Schema = {
  type: 'object',
  properties: {
    error_response: {
      type: 'object',
      properties: {
        code: { type: 'integer' },
        msg: { type: 'string' },
        sub_code: { type: 'string' },
        sub_msg: { type: 'string' },
        request_id: { type: 'string' },
      },
      required: ['code', 'msg'],
    },
  },
  required: ['error_response'],
}
