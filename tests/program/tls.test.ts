import { once } from 'node:events'
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { Agent, request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import { openAdministration } from '@yaoquan/server'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { transportLimits } from '../../packages/server/src/config/transport-limits.ts'
import { type CertificateFiles, makeCertificate } from '../harness/certificate.ts'
import { runCli } from '../harness/run-cli.ts'
import { type ServerProcess, startServerProcess } from '../harness/server-process.ts'
import { signedParameters } from '../harness/signed-call.ts'
import { testApp } from '../harness/test-server.ts'
import { beginCall } from '../harness/unfinished-call.ts'
import { childrenOf } from '../harness/worker-processes.ts'

let folder: string
let files: CertificateFiles
let second: CertificateFiles
const started: ServerProcess[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yaoquan-tls-'))
  files = makeCertificate(folder, 'first')
  second = makeCertificate(folder, 'second')
  const administration = await openAdministration({ dataDir: join(folder, 'data') })
  await administration.createSeller({ sellerId: '111', name: 'tls' })
  const app = { name: 'tls', sellerIds: ['111'], allowedIps: [], allowedMethods: [] }
  await administration.createApp({ ...app, ...testApp })
  await administration.close()
})

afterEach(async () => {
  for (const server of started.splice(0)) await server.stop('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

const flagsOf = ({ certFile, keyFile }: CertificateFiles) => [
  ...['--data', join(folder, 'data'), '--tls-cert', certFile, '--tls-key', keyFile],
]

async function start(...args: string[]): Promise<ServerProcess> {
  const server = await startServerProcess([...flagsOf(files), '--log-level', 'info', ...args])
  started.push(server)
  expect(server.url).toMatch(/^https:/)
  return server
}

async function call({ url }: ServerProcess, agent: Agent): Promise<string> {
  const body = `${new URLSearchParams(signedParameters({ method: 'taobao.time.get', timestamp: `${Date.now()}` }))}`
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const calling = request(`${url}/router/rest`, { agent, method: 'POST', headers })
  calling.end(body)
  const [response] = await once(calling, 'response')
  let text = ''
  for await (const piece of response.setEncoding('utf8')) text += piece
  return text
}

/** The name in the certificate that a new connection is shown. */
async function shownName({ port }: ServerProcess): Promise<string> {
  const socket: TLSSocket = connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false })
  await once(socket, 'secureConnect')
  const { CN } = socket.getPeerCertificate().subject
  socket.destroy()
  return String(CN)
}

async function replaceFiles(by: CertificateFiles): Promise<void> {
  await copyFile(by.certFile, files.certFile)
  await copyFile(by.keyFile, files.keyFile)
}

const keepAlive = () => new Agent({ keepAlive: true, maxSockets: 1, rejectUnauthorized: false })

it('takes a renewed pair at SIGHUP while connections go on, and keeps it when the next one is broken', async () => {
  const server = await start()
  const agent = keepAlive()
  expect(await call(server, agent)).toContain('time_get_response')
  await replaceFiles(second)
  server.child.kill('SIGHUP')
  await expect.poll(() => shownName(server)).toBe('second')
  expect(await call(server, agent)).toContain('time_get_response')
  await writeFile(files.keyFile, 'no key')
  server.child.kill('SIGHUP')
  await expect.poll(() => server.errorText()).toContain('reload aborted')
  expect(await shownName(server)).toBe('second')
  expect(await call(server, agent)).toContain('time_get_response')
  agent.destroy()
  expect(await server.stop()).toBe(0)
})

it('takes a renewed pair by itself', async () => {
  const server = await start()
  expect(await shownName(server)).toBe('first')
  await replaceFiles(second)
  await expect.poll(() => shownName(server), { interval: 500 }).toBe('second')
  expect(server.errorText()).not.toContain('无法使用')
})

it('renews the pair of all workers at SIGHUP, and keeps workers and pair when the next one is broken', async () => {
  const server = await start('--workers', '2')
  await replaceFiles(second)
  const old = childrenOf(server.child.pid)
  server.child.kill('SIGHUP')
  const isNew = () => childrenOf(server.child.pid).every((pid) => !old.includes(pid))
  await expect.poll(isNew).toBe(true)
  expect(await shownName(server)).toBe('second')
  const workers = childrenOf(server.child.pid)
  await writeFile(files.certFile, 'no certificate')
  server.child.kill('SIGHUP')
  await expect.poll(() => server.errorText()).toContain('reload aborted')
  expect(childrenOf(server.child.pid)).toEqual(workers)
  expect(await shownName(server)).toBe('second')
  expect(await server.stop()).toBe(0)
})

it('ends a call in work before it stops, and does not wait for connections that never spoke', async () => {
  const server = await start()
  const silent = connectTls({ port: server.port, host: '127.0.0.1', rejectUnauthorized: false })
  const calling = connectTls({ port: server.port, host: '127.0.0.1', rejectUnauthorized: false })
  await Promise.all([once(silent, 'secureConnect'), once(calling, 'secureConnect')])
  silent.on('error', () => silent.destroy())
  const call = await beginCall(calling)
  const startedMs = performance.now()
  const ended = server.stop('SIGTERM')
  await delay(300)
  expect(await call.finish()).toContain('"code":29')
  expect(await ended).toBe(0)
  expect(performance.now() - startedMs).toBeLessThan(transportLimits.drainTimeoutMs)
})

it('says in one line why a pair cannot be used', async () => {
  const run = async (...args: string[]) => runCli(['serve', '--port', '0', '--data', join(folder, 'data'), ...args])
  const mixed = await run('--tls-cert', files.certFile, '--tls-key', second.keyFile)
  expect([mixed.code, mixed.stderr]).toEqual([1, expect.stringMatching(/^yaoquan: 证书或私钥无法使用: .+\n$/)])
  const missing = await run('--tls-cert', join(folder, 'none.crt'), '--tls-key', second.keyFile)
  expect([missing.code, missing.stderr]).toEqual([1, expect.stringContaining('none.crt')])
  const half = await run('--tls-cert', files.certFile)
  expect([half.code, half.stderr]).toEqual([2, expect.stringContaining('--tls-key')])
})
