import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startServerProcess } from '../harness/server-process.ts'
import { beginCall } from '../harness/unfinished-call.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yaoquan-stop-'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

const emptyCall = 'POST /router/rest?format=json HTTP/1.1\r\nhost: a\r\ncontent-length: 0\r\n\r\n'

it('finishes a call whose body is still arriving at SIGTERM, then exits 0', async () => {
  const server = await startServerProcess(['--data', folder])
  const call = await beginCall(connect(server.port, '127.0.0.1'))
  const ended = server.stop('SIGTERM')
  await delay(300)
  expect(await call.finish()).toContain('"code":29')
  expect(await ended).toBe(0)
})

it('exits 0 at SIGTERM although a connection never sent a request', async () => {
  const server = await startServerProcess(['--data', folder])
  const socket = connect(server.port, '127.0.0.1')
  socket.on('error', () => socket.destroy())
  await delay(200)
  const startedMs = performance.now()
  expect(await server.stop('SIGTERM')).toBe(0)
  expect(performance.now() - startedMs).toBeLessThan(5_000)
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
      { timeout: 10_000, interval: 200 },
    )
    .toBe('gone')
})

it('exits 0 at SIGTERM although a caller keeps an idle connection', async () => {
  const server = await startServerProcess(['--data', folder])
  const socket = connect(server.port, '127.0.0.1')
  socket.on('error', () => socket.destroy())
  socket.write(emptyCall)
  await delay(200)
  const startedMs = performance.now()
  expect(await server.stop('SIGTERM')).toBe(0)
  expect(performance.now() - startedMs).toBeLessThan(5_000)
})
