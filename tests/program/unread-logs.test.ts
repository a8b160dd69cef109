import { execFileSync } from 'node:child_process'
import { closeSync, constants, mkdtempSync, openSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, expect, it } from 'vitest'
import { type ServerProcess, startServerLoggingTo } from '../harness/server-process.ts'

const folder = mkdtempSync(join(tmpdir(), 'yaoquan-unread-'))

afterAll(() => rm(folder, { recursive: true, force: true }))

/** Their lines take some 150 kB; a pipe holds 64. */
const calls = 600

const ways = [
  { workers: 1, name: 'one worker' },
  { workers: 2, name: 'two workers' },
]

it.each(ways)('answers calls and ends at SIGTERM while nobody reads the log of $name', async ({ workers }) => {
  const pipe = openPipe(`unread-${workers}`)
  const server = await startServerLoggingTo(pipe.writer, flags(`unread-${workers}`, workers))
  closeSync(pipe.writer)
  await callOften(server)
  expect(await server.stop('SIGTERM')).toBe(0)
  closeSync(pipe.reader)
})

it.each(ways)('ends at SIGTERM although the reader of the full log of $name leaves before', async ({ workers }) => {
  const pipe = openPipe(`leaves-${workers}`)
  const server = await startServerLoggingTo(pipe.writer, flags(`leaves-${workers}`, workers))
  closeSync(pipe.writer)
  await callOften(server)
  closeSync(pipe.reader)
  expect(await server.stop('SIGTERM')).toBe(0)
})

it.each(ways)('gives a reader every line of $name up to the end', async ({ workers }) => {
  const pipe = openPipe(`read-${workers}`)
  const server = await startServerLoggingTo(pipe.writer, flags(`read-${workers}`, workers))
  closeSync(pipe.writer)
  const log = text(new Socket({ fd: pipe.reader, writable: false }))
  await callOften(server)
  expect(await server.stop('SIGTERM')).toBe(0)
  expect((await log).match(/"code":29/g)?.length).toBe(calls)
  expect((await log).match(/server stopped/g)?.length).toBe(workers)
})

/** A pipe that holds 64 kB. */
function openPipe(name: string): Readonly<{ reader: number; writer: number }> {
  const path = join(folder, `${name}.pipe`)
  execFileSync('mkfifo', [path])
  const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  return { reader, writer: openSync(path, constants.O_WRONLY) }
}

function flags(name: string, workers: number): readonly string[] {
  return ['--data', join(folder, name), '--workers', `${workers}`]
}

/** Calls of an unknown app, which are logged like others. */
async function callOften({ url }: ServerProcess): Promise<void> {
  const body = new URLSearchParams({ method: 'taobao.time.get', app_key: '1', format: 'json' })
  for (let sent = 0; sent < calls; sent += 20) {
    const answers = Array.from({ length: 20 }, async () => {
      const response = await fetch(`${url}/router/rest`, { method: 'POST', body })
      return response.text()
    })
    for (const answer of await Promise.all(answers)) expect(answer).toContain('"code":29')
  }
}
