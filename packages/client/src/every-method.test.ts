import { methods } from '@yaoquan/api'
import { expect, it } from 'vitest'
import { TopClient } from './index.ts'

it('has a method for every method of the API', async () => {
  const called = new Set<string | null>()
  const client = new TopClient({
    url: 'http://gateway.example/router/rest',
    appKey: '12345678',
    appSecret: 'helloworld',
    retries: 0,
    fetch: async (_, { body }) => {
      called.add(new URLSearchParams(body).get('method'))
      return { status: 200, text: async () => '' }
    },
  })
  for (const name of namesOf(client)) {
    const call: unknown = Reflect.get(client, name)
    if (typeof call !== 'function' || notOne.has(name)) continue
    const begun: unknown = Reflect.apply(call, client, [{}])
    // Loops call nothing before they are asked for their first item; the answer is no response of any method.
    const first = isLoop(begun) ? begun.next() : Promise.resolve(begun)
    await first.catch(() => undefined)
  }
  expect([...called].toSorted()).toEqual(Object.keys(methods).toSorted())
})

/** They call a method that is named, and one that is no method of the API. */
const notOne = new Set(['constructor', 'execute', 'uploadCoupons'])

function namesOf(client: TopClient): readonly string[] {
  return [...Object.keys(client), ...Object.getOwnPropertyNames(TopClient.prototype)]
}

function isLoop(begun: unknown): begun is AsyncGenerator {
  return typeof begun === 'object' && begun !== null && 'next' in begun
}
