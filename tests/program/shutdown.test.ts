import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { Agent } from 'node:http'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { openAdministration } from '@yaoquan/server'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { transportLimits } from '../../packages/server/src/config/transport-limits.ts'
import { openCrowd, queryAsTill, tillBody } from '../harness/crowd.ts'
import { type ServerProcess, startServerProcess } from '../harness/server-process.ts'
import { testApp } from '../harness/test-server.ts'
import { beginCall } from '../harness/unfinished-call.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yaoquan-stop-'))
  const administration = await openAdministration({ dataDir: folder })
  await administration.createSeller({ sellerId: '111', name: 'stop' })
  await administration.createApp({ name: 'till', sellerIds: ['111'], allowedIps: [], ...testApp })
  await administration.close()
})

afterAll(() => rm(folder, { recursive: true, force: true }))

/** A body of 10 MB, a byte at a time. */
function sendSlowly(socket: Socket): void {
  socket.write('POST /router/rest HTTP/1.1\r\nhost: a\r\ncontent-length: 10000000\r\nexpect: 100-continue\r\n\r\n')
  const timer = setInterval(() => socket.write('x'), 200)
  socket.on('close', () => clearInterval(timer))
}

async function stopTakesMs(server: ServerProcess): Promise<number> {
  const startedMs = performance.now()
  expect(await server.stop('SIGTERM')).toBe(0)
  return performance.now() - startedMs
}

const emptyCall = 'POST /router/rest?format=json HTTP/1.1\r\nhost: a\r\ncontent-length: 0\r\n\r\n'

it('ends bodies of strangers soon after SIGTERM, finishes a call of a proven client, then exits 0', async () => {
  const server = await startServerProcess(['--data', folder])
  const agent = new Agent()
  expect(await queryAsTill({ port: server.port, agent, body: tillBody() })).toContain('"total_count":0')
  const strangers = openCrowd({ count: 90, port: server.port, act: sendSlowly })
  await expect.poll(() => strangers.texts().every((text) => text.includes('100 Continue'))).toBe(true)
  const call = await beginCall(connect(server.port, '127.0.0.1'))
  const ended = server.stop('SIGTERM')
  await expect.poll(strangers.ended).toBe(90)
  // Those who are cut off when all time is over get no answer.
  for (const text of strangers.texts()) expect(text).toContain('408 Request Timeout')
  expect(await call.finish()).toContain('"code":29')
  expect(await ended).toBe(0)
})

it('exits 0 at SIGTERM although another program locks the data, and logs what it did not wait for', async () => {
  const server = await startServerProcess(['--data', folder])
  const call = () => queryAsTill({ port: server.port, agent: new Agent(), body: tillBody() })
  expect(await call()).toContain('"total_count":0')
  const lock = new Database(join(folder, 'yaoquan.db'))
  lock.exec('BEGIN IMMEDIATE')
  // This call cannot be counted in the store.
  expect(await call()).toContain('"total_count":0')
  expect(await server.stop('SIGTERM')).toBe(0)
  lock.close()
  await expect.poll(server.errorText).toContain('work beside calls did not end in time')
})

it('exits 0 at SIGTERM although a connection never sent a request', async () => {
  const server = await startServerProcess(['--data', folder])
  const socket = connect(server.port, '127.0.0.1')
  socket.on('error', () => socket.destroy())
  await delay(200)
  expect(await stopTakesMs(server)).toBeLessThan(transportLimits.drainTimeoutMs)
})

it('stops when npm, which started it, is told to stop', async () => {
  const data = join(folder, 'npm')
  const npm = spawn('npm', ['exec', '--', 'yaoquan', 'serve', '--port', '0', '--data', data, '--log-level', 'silent'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const url = await new Promise<string>((resolve) => {
    npm.stdout.setEncoding('utf8').on('data', (text: string) => {
      const found = /listening on (\S+)/.exec(text)?.[1]
      if (found) resolve(found)
    })
  })
  npm.kill('SIGTERM')
  await expect
    .poll(
      () =>
        fetch(`${url}/health`).then(
          ({ ok }) => ok,
          () => 'gone',
        ),
      { interval: 200 },
    )
    .toBe('gone')
})

it('exits 0 at SIGTERM although a caller keeps an idle connection', async () => {
  const server = await startServerProcess(['--data', folder])
  const socket = connect(server.port, '127.0.0.1')
  socket.on('error', () => socket.destroy())
  socket.write(emptyCall)
  await once(socket, 'data')
  expect(await stopTakesMs(server)).toBeLessThan(transportLimits.drainTimeoutMs)
})
