import { bothTexts, type MethodDefinition, methods } from '@yaoquan/api'
import { exampleParameters } from './example-parameters.ts'
import { postmanScript } from './postman-script.ts'

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
