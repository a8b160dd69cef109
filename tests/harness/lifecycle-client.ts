import { type MethodName, type Requests, TopClient } from '@yaoquan/client'
import { patienceMs } from './patience.ts'
import { type TestServer, testApp, testNowMs } from './test-server.ts'

export type LifecycleClient = Readonly<{
  client: TopClient
  /** A request number that no other call of this client has. */
  newNo(): string
  /** The `result` of a call as plain members: tests name those they care about. */
  call<N extends MethodName>(method: N, params: Requests[N]): Promise<Record<string, unknown>>
}>

/** Calls a test server whose clock started at a moment of 2026, so that the client's must start there too. */
export function lifecycleClient(
  server: TestServer,
  clockStartMs: number = testNowMs,
  app: Readonly<{ appKey: string; appSecret: string }> = testApp,
): LifecycleClient {
  const aheadMs = clockStartMs - server.startedMs
  const client = new TopClient({
    url: `${server.url}/router/rest`,
    ...app,
    timeoutMs: patienceMs,
    clock: () => Date.now() + aheadMs,
  })
  let numbers = 0
  return {
    client,
    newNo() {
      numbers += 1
      return `R${numbers}`
    },
    async call(method, params) {
      const answer: object = await client.execute<MethodName>(method, params)
      return Reflect.get(answer, 'result')
    },
  }
}
