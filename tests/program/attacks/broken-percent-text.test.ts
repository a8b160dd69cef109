import { afterAll, beforeAll, expect, it } from 'vitest'
import { post, signedParameters } from '../../harness/signed-call.ts'
import { startTestServer, type TestServer, testApp } from '../../harness/test-server.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})

afterAll(() => server.close())

const size = 10_000_000
const units = ['%ffx', '%ff', '%e6%bb+', '%', '&']

/** One hostile form after the other, none in haste to be answered. */
function hostileCalls(query: string): readonly Promise<string>[] {
  return units.map(async (unit) => {
    const body = unit.repeat(size / unit.length)
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    return (await fetch(`${server.url}/router/rest?format=json${query}`, { method: 'POST', body, headers })).text()
  })
}

it.each([
  // Before the app is proven: the parameters have to be read to check their signature.
  ['names an app that exists', `&app_key=${testApp.appKey}&method=x`, 30],
  ['names an app that does not', '&app_key=nobody&method=x', 29],
  ['names no app', '', 28],
])('answers honest calls between the bytes of 10 MB of broken escapes that %s', async (_whose, query, code) => {
  const attacks = Promise.all(hostileCalls(query))
  const state = { isOver: false }
  void attacks.then(() => {
    state.isOver = true
  })
  let answered = 0
  while (!state.isOver) {
    expect(await post(server.url, signedParameters())).toContain('"total_count":0')
    answered += 1
  }
  for (const answer of await attacks) expect(answer).toContain(`"code":${code}`)
  // How many hangs on the machine, which client and server share here; `hostile-bodies.test.ts` compares what such bodies cost.
  expect(answered).toBeGreaterThan(0)
})
