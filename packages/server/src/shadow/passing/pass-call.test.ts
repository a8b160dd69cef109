import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, expect, it } from 'vitest'
import { connectUpstream } from '#shadow/upstream/connect-upstream'
import { readServerUrl } from '#shadow/upstream/upstream-url'
import { copyHead, holdRequest } from './call-copy.ts'
import type { ChosenSide } from './chosen-side.ts'
import { passCall } from './pass-call.ts'

const servers: Server[] = []

afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections()
})

it('keeps a write in its budget of memory after its caller left, until the write is kept', async () => {
  const arrived = Promise.withResolvers<() => void>()
  const kept = Promise.withResolvers<boolean>()
  const began = Promise.withResolvers<void>()
  const side = await listenOn((request, response) => {
    request.resume().once('end', () => arrived.resolve(() => response.end('done')))
  })
  const { port, budget, ended } = await passTo(side, () => {
    began.resolve()
    return kept.promise
  })
  const caller = connect(port, '127.0.0.1')
  caller.write('POST /router/rest HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody')
  const answer = await arrived.promise
  caller.resetAndDestroy()
  expect(await ended).toBe('left')
  expect(budget.freeBytes).toBe(96)
  answer()
  await began.promise
  expect(budget.freeBytes).toBe(96)
  kept.resolve(true)
  await expect.poll(() => budget.freeBytes).toBe(100)
})

it('asks for a repetition where a write was done and could not be kept', async () => {
  const side = await listenOn((request, response) => void request.resume().once('end', () => response.end('done')))
  const { port, budget } = await passTo(side, async () => false)
  const answer = await fetch(`http://127.0.0.1:${port}/router/rest`, { method: 'POST', body: 'format=json' })
  expect(await answer.text()).toContain('isp.store-service-unavailable')
  await expect.poll(() => budget.freeBytes).toBe(100)
})

it('refuses a call for which there is no memory, and asks no side', async () => {
  let asked = 0
  const side = await listenOn((_request, response) => {
    asked += 1
    response.end()
  })
  const { port, budget, ended } = await passTo(side, async () => true)
  budget.freeBytes = 3
  const answer = await fetch(`http://127.0.0.1:${port}/router/rest`, { method: 'POST', body: 'format=json' })
  expect(await answer.text()).toContain('isp.service-unavailable')
  expect([await ended, asked, budget.freeBytes]).toEqual(['refused', 0, 3])
})

it('gives a caller of HTTP/1.0 no interim answer', async () => {
  const side = await listenOn((request, response) => void request.resume().once('end', () => response.end('done')))
  const { port } = await passTo(side, async () => true)
  const caller = connect(port, '127.0.0.1')
  caller.write('POST /router/rest HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\nbody')
  expect(await text(caller)).toMatch(/^HTTP\/1.1 200 OK\r\n/)
})

/** A server that holds each call in a budget of 100 bytes, and passes it to `side`. */
async function passTo(side: Server, keep: NonNullable<ChosenSide['keep']>) {
  const budget = { freeBytes: 100 }
  const ended = Promise.withResolvers<string>()
  const upstream = connectUpstream(readServerUrl(`http://127.0.0.1:${portOf(side)}/router/rest`), undefined, 1_000)
  const shadow = await listenOn((request, response) => {
    const call = { request, response, path: '/router/rest', queryString: '', target: '/router/rest' } as const
    passCall(
      { ...call, copy: copyHead() },
      {
        upstream,
        chooseSide: async () => ({
          held: await holdRequest(request, 50, budget),
          route: 'mirrored',
          side: upstream,
          addsForwardedFor: false,
          keep,
        }),
        deadlineMs: 60_000,
        addsForwardedFor: false,
        newRequestId: () => 'r1',
        onEnd: ({ outcome }) => ended.resolve(outcome),
      },
    )
  })
  return { port: portOf(shadow), budget, ended: ended.promise }
}

async function listenOn(listener: RequestListener): Promise<Server> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  servers.push(server)
  await once(server, 'listening')
  return server
}

const portOf = (server: Server) => (server.address() as AddressInfo).port
