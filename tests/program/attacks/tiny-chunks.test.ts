import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openAdministration } from '@yaoquan/server'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ServerProcess, startServerProcess } from '../../harness/server-process.ts'
import { post, signedParameters } from '../../harness/signed-call.ts'
import { testApp } from '../../harness/test-server.ts'

/** Of each sender; more than is kept in memory of a body whose app is not known. */
const chunksOfOne = 300_000
const senders = 4

let folder: string
let server: ServerProcess

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yaoquan-chunks-'))
  const administration = await openAdministration({ dataDir: folder, isSandbox: true })
  await administration.createSeller({ sellerId: '111', name: 'chunks' })
  await administration.createApp({ name: 'till', sellerIds: ['111'], allowedIps: [], ...testApp })
  await administration.close()
  server = await startServerProcess(['--data', folder, '--sandbox', '--clock', '2026-11-24T22:29:00+08:00'])
})

afterAll(async () => {
  await server.stop()
  await rm(folder, { recursive: true, force: true })
})

it.each([
  ['an app that exists', `?app_key=${testApp.appKey}`],
  ['nobody', ''],
])('holds a body of %s in no more memory than its bytes when it comes in chunks of one byte', async (_whose, query) => {
  const beforeMb = await memoryMb()
  const sockets = Array.from({ length: senders }, () => open(query))
  const chunks = Buffer.from('1\r\nx\r\n'.repeat(10_000))
  let mostMb = 0
  for (let sent = 0; sent < chunksOfOne; sent += 10_000) {
    await Promise.all(sockets.map((socket) => written(socket, chunks)))
    if (sent % 100_000 === 0) {
      expect(await post(server.url, signedParameters())).toContain('"total_count":0')
      mostMb = Math.max(mostMb, await memoryMb())
    }
  }
  for (const socket of sockets) socket.destroy()
  // An object for each of 1.2 million chunks takes as much.
  expect(mostMb - beforeMb).toBeLessThan(200)
})

/** A body that does not end. */
function open(query: string): Socket {
  const socket = connect(server.port, '127.0.0.1')
  socket.on('error', () => socket.destroy())
  socket.write(`POST /router/rest${query} HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n`)
  return socket
}

function written(socket: Socket, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve) => socket.write(bytes, () => resolve()))
}

async function memoryMb(): Promise<number> {
  const status = await readFile(`/proc/${server.workers()[0]}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024
}
