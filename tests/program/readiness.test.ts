import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCli } from '../harness/run-cli.ts'
import { startServerProcess } from '../harness/server-process.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yaoquan-ready-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const environment = { YAOQUAN_MASTER_KEY: '5a'.repeat(32) }

test('/ready fails while another program keeps the database locked, though reads work, and recovers', async () => {
  const data = join(folder, 'locked')
  const server = await startServerProcess(['--data', data, '--log-level', 'silent'], environment)
  const ready = async () => (await fetch(`${server.url}/ready`)).status
  expect(await ready()).toBe(200)
  const other = new Database(join(data, 'yaoquan.db'))
  other.exec('BEGIN IMMEDIATE')
  await expect.poll(ready, { interval: 500 }).toBe(503)
  other.exec('ROLLBACK')
  other.close()
  await expect.poll(ready, { interval: 500 }).toBe(200)
  expect(await server.stop()).toBe(0)
})

test('/ready fails when the store has moved away, and the fault is counted by kind', async () => {
  const data = join(folder, 'moved')
  const server = await startServerProcess(['--data', data, '--log-level', 'silent'], environment)
  const places = ['--from', `sqlite:${data}`, '--to', `sqlite:${data}-to`]
  expect(await runCli(['migrate-store', ...places, '--switch'], environment)).toMatchObject({ code: 0 })
  const ready = async () => (await fetch(`${server.url}/ready`)).status
  await expect.poll(ready, { interval: 500 }).toBe(503)
  const metrics = await (await fetch(`${server.adminUrl}/metrics`)).text()
  expect(metrics).toMatch(/^yaoquan_store_faults_total\{kind="moved"\} [1-9]/m)
  expect(metrics).toMatch(/^yaoquan_ready\{check="write"\} 0/m)
  expect(await server.stop()).toBe(0)
})
