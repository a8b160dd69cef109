import { bothTexts, type MethodDefinition, methods } from '@yaoquan/api'
import { exampleParameters } from '#site/documentation/method-page/examples'

type Json = Readonly<Record<string, unknown>>

/**
 * Every method with example values as a Postman collection, format 2.1. The variables of the collection are gateway, key,
 * secret and session. A script signs each request.
 * @param gatewayUrl e.g. `http://127.0.0.1:8080/router/rest`
 */
export function postmanCollection(gatewayUrl: string): Json {
  const all: readonly MethodDefinition[] = Object.values(methods)
  const folders = Map.groupBy(all, ({ category }) => bothTexts(category))
  return {
    info: {
      name: '药券 Yaoquan',
      description: '填写变量 app_key 与 app_secret 即可发送 / Set the variables app_key and app_secret, then send',
      schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json',
    },
    variable: [
      { key: 'gateway', value: gatewayUrl },
      { key: 'app_key', value: '' },
      { key: 'app_secret', value: '' },
      { key: 'session', value: '' },
    ],
    event: [{ listen: 'prerequest', script: { type: 'text/javascript', exec: postmanScript } }],
    item: [...folders].map(([name, members]) => ({ name, item: members.map(requestItem) })),
  }
}

function requestItem(definition: MethodDefinition): Json {
  const parameters = { method: definition.name, ...exampleParameters(definition) }
  return {
    name: `${definition.name} ${definition.title.zh}`,
    request: {
      method: 'POST',
      description: bothTexts(definition.description),
      url: '{{gateway}}',
      body: {
        mode: 'urlencoded',
        urlencoded: Object.entries(parameters).map(([key, value]) => ({ key, value, type: 'text' })),
      },
    },
  }
}

/** Runs in Postman before each request of the collection: adds the public parameters and signs the request. */
const postmanScript: readonly string[] = [
  'const form = pm.request.body.urlencoded',
  "const secret = pm.variables.get('app_secret') || ''",
  "const session = pm.variables.get('session')",
  '// Timestamps are in GMT+8.',
  "const timestamp = new Date(Date.now() + 8 * 3600 * 1000).toISOString().slice(0, 19).replace('T', ' ')",
  "const fixed = { app_key: pm.variables.get('app_key'), timestamp, format: 'json', v: '2.0', sign_method: 'md5' }",
  'for (const [key, value] of Object.entries(fixed)) form.upsert({ key, value })',
  "if (session) form.upsert({ key: 'session', value: session })",
  "form.remove('sign')",
  'const sent = form.all().filter((item) => !item.disabled)',
  'const pairs = sent.map((item) => [item.key, pm.variables.replaceIn(String(item.value))])',
  "const base = pairs.sort(([a], [b]) => (a < b ? -1 : 1)).map((pair) => pair.join('')).join('')",
  "const sign = require('crypto-js').MD5(secret + base + secret).toString().toUpperCase()",
  "form.upsert({ key: 'sign', value: sign })",
]
