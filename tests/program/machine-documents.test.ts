import { createHash } from 'node:crypto'
import { runInNewContext } from 'node:vm'
import { Validator } from '@seriousme/openapi-schema-validator'
import { methods } from '@yaoquan/api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer, type TestServer, testApp } from '../harness/test-server.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer(undefined, { isProduction: true })
})

afterAll(() => server.close())

async function read(path: string): Promise<string> {
  const answer = await fetch(server.url + path)
  expect(answer.status).toBe(200)
  return answer.text()
}

describe('/openapi.json', () => {
  test('is a valid OpenAPI 3.1 description', async () => {
    const { valid, errors } = await new Validator().validate(JSON.parse(await read('/openapi.json')))
    expect(errors).toBeUndefined()
    expect(valid).toBe(true)
  })

  test('describes every method at this server, each once', async () => {
    const { servers, paths } = JSON.parse(await read('/openapi.json'))
    expect(servers).toEqual([{ url: server.url }])
    expect(Object.keys(paths)).toEqual(Object.keys(methods).map((name) => `/router/rest#method=${name}`))
    expect(Object.values(paths).map((path) => (path as { post: { operationId: string } }).post.operationId)).toEqual(
      Object.keys(methods),
    )
  })

  test('says how objects travel in a form, and what is required in them', async () => {
    const { paths } = JSON.parse(await read('/openapi.json'))
    const form = paths['/router/rest#method=alibaba.alihealth.nr.crm.coupon.querycoupon'].post.requestBody.content
    const { schema, encoding } = form['application/x-www-form-urlencoded']
    expect(encoding).toEqual({ query_d_t_o: { contentType: 'application/json' } })
    expect(schema.allOf[2].properties.query_d_t_o.required).toEqual(['page_size', 'page_num'])
  })
})

type PostmanRequest = Readonly<{ body: Readonly<{ urlencoded: readonly Readonly<{ key: string; value: string }>[] }> }>
type PostmanItem = Readonly<{ name: string; request: PostmanRequest }>

describe('/docs/postman.json', () => {
  test('has every method', async () => {
    const { item } = JSON.parse(await read('/docs/postman.json'))
    const names = item.flatMap((folder: { item: PostmanItem[] }) => folder.item.map(({ name }) => name.split(' ')[0]))
    expect(names.toSorted()).toEqual(Object.keys(methods).toSorted())
  })

  test('signs what it sends, so that the gateway accepts it', async () => {
    const collection = JSON.parse(await read('/docs/postman.json'))
    const items: readonly PostmanItem[] = collection.item.flatMap((folder: { item: PostmanItem[] }) => folder.item)
    const request = items.find(({ name }) => name.startsWith('alibaba.'))?.request
    const form = runPreRequest(collection.event[0].script.exec.join('\n'), request?.body.urlencoded ?? [])
    const answer = await fetch(collection.variable[0].value, { method: 'POST', body: new URLSearchParams(form) })
    expect(await answer.json()).toMatchObject({
      alibaba_alihealth_nr_crm_coupon_querycoupon_response: { result: { error_code: 'QUERY_RESULT_EMPTY' } },
    })
  })
})

describe('/docs/llms.txt', () => {
  test('is Markdown that begins as llmstxt.org says and holds every method with its fields', async () => {
    const text = await read('/docs/llms.txt')
    expect(text).toMatch(/^# Yaoquan.*\n\n> /)
    for (const name of Object.keys(methods)) expect(text).toContain(`\n## ${name}\n`)
    expect(text).toContain('- `serller_id` (String, required): ')
    expect(text).not.toContain('undefined')
  })
})

/** What Postman does before it sends, with as much of its objects as the script uses. */
function runPreRequest(
  script: string,
  urlencoded: readonly Readonly<{ key: string; value: string }>[],
): Record<string, string> {
  const items = new Map(urlencoded.map((item) => [item.key, item]))
  const variables: Readonly<Record<string, string>> = {
    app_key: testApp.appKey,
    app_secret: testApp.appSecret,
    session: '',
  }
  const form = {
    upsert: (item: { key: string; value: string }) => items.set(item.key, item),
    remove: (key: string) => items.delete(key),
    all: () => [...items.values()],
  }
  runInNewContext(script, {
    pm: {
      request: { body: { urlencoded: form } },
      variables: { get: (name: string) => variables[name], replaceIn: (text: string) => text },
    },
    require: () => ({ MD5: (text: string) => createHash('md5').update(text).digest('hex') }),
  })
  return Object.fromEntries([...items].map(([key, { value }]) => [key, value]))
}
