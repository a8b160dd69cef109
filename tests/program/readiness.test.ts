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

test('/ready and the metrics show the last whole audit that was recorded, also beside a server', async () => {
  const data = join(folder, 'audited')
  const server = await startServerProcess(['--data', data, '--log-level', 'silent'], environment)
  const ready = async () =>
    (await (await fetch(`${server.adminUrl}/ready`)).json()) as Readonly<{ last_audit: unknown }>
  expect(await ready()).toMatchObject({ status: 'ready', last_audit: null })
  const audit = ['audit', 'verify', '--data', data, '--json']
  const { begun_at, ended_at, rows_read } = JSON.parse((await runCli([...audit, '--record'], environment)).stdout)
  const events = expect.any(Number)
  await expect
    .poll(async () => (await ready()).last_audit, { interval: 500 })
    .toEqual({ begun_at, ended_at, events, rows_read, findings: 0 })
  const metrics = await (await fetch(`${server.adminUrl}/metrics`)).text()
  expect(metrics).toContain(`\nyaoquan_last_audit_begun_timestamp_seconds ${Date.parse(begun_at) / 1_000}\n`)
  expect(metrics).toMatch(/^yaoquan_last_audit_findings 0$/m)
  const database = new Database(join(data, 'yaoquan.db'))
  database.exec("UPDATE store_property SET content = CAST('[1,2,3,4,0]' AS BLOB) WHERE property_name = 'last_audit'")
  database.close()
  await expect.poll(async () => (await ready()).last_audit, { interval: 500 }).toBeNull()
  expect(await (await fetch(`${server.adminUrl}/metrics`)).text()).toMatch(
    /^yaoquan_last_audit_begun_timestamp_seconds 0$/m,
  )
  expect(await server.stop()).toBe(0)
  const altered = await runCli(audit, environment)
  expect([altered.code, JSON.parse(altered.stdout).findings[0].table]).toEqual([1, 'store_property'])
})
