import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'
import { findFreePorts } from '../../scripts/mariadb/free-ports.ts'
import { commandFile } from '../harness/command.ts'
import { runCli } from '../harness/run-cli.ts'
import { type SecondCrm, startSecondCrm, topSign } from '../harness/second-crm.ts'
import { childrenOf, signalIfThere } from '../harness/worker-processes.ts'

const secret = 'old-crm-secret'
const refusal = (code: number, subCode: string) =>
  JSON.stringify({ error_response: { code, msg: 'no', sub_code: subCode, request_id: 'r' } })

/** Answers the time to a signed call, as a gateway of TOP does. */
async function startCrm(): Promise<SecondCrm> {
  const crm = await startSecondCrm(({ body }, response) => {
    const parameters = Object.fromEntries(new URLSearchParams(body.toString()))
    if (parameters['app_key'] === undefined) return response.end(refusal(28, 'isv.missing-app-key'))
    if (parameters['app_key'] === 'listed') return response.end(refusal(11, 'isv.permission-ip-whitelist-limit'))
    const isSigned = parameters['sign'] === topSign(parameters, secret)
    if (!isSigned) return response.end(refusal(25, 'isv.invalid-signature'))
    return response.end('{"time_get_response":{"time":"2026-11-24 22:29:00","request_id":"r"}}')
  })
  onTestFinished(crm.close)
  return crm
}

function startShadowProcess(upstream: number, ...more: string[]) {
  return startProcess(['shadow', '--upstream', `http://127.0.0.1:${upstream}/router/rest`, '--port', '0', ...more])
}

async function startProcess(args: readonly string[]): Promise<Readonly<{ url: string; child: ChildProcess }>> {
  const child = spawn(process.execPath, [commandFile, ...args], { stdio: ['ignore', 'pipe', 'ignore'] })
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
  })
  let output = ''
  for await (const piece of child.stdout.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
    output += piece
    const url = /^listening on (\S+)$/m.exec(output)?.[1]
    if (url !== undefined) return { url, child }
  }
  throw new Error(`no line "listening on": ${output}`)
}

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'yaoquan-shadow-command-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** The processes that run for a process, on Linux. */
async function helpersOf({ pid }: ChildProcess): Promise<readonly Readonly<{ pid: number; command: string }>[]> {
  return Promise.all(childrenOf(pid).map(async (one) => ({ pid: one, command: await commandOf(one) })))
}

/** Empty for a process that has ended. */
function commandOf(pid: number): Promise<string> {
  return readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
}

function never(): never {
  throw new Error('no shadow runs')
}

it('passes calls on as a process of its own, also after one that was killed, and stops when it is told to', async () => {
  const crm = await startCrm()
  const first = await startShadowProcess(crm.port)
  const ask = async (url: string) => (await fetch(`${url}/router/rest?app_key=x&method=unknown.method`)).text()
  expect(await ask(first.url)).toContain('"code":28')
  first.child.kill('SIGKILL')
  await once(first.child, 'exit')
  const second = await startShadowProcess(crm.port)
  expect(await ask(second.url)).toContain('"code":28')
  second.child.kill('SIGTERM')
  expect(await once(second.child, 'exit')).toEqual([0, null])
  expect(crm.requests.map(({ url }) => url)).toEqual(Array(2).fill('/router/rest?app_key=x&method=unknown.method'))
})

it('stops as a server does, by a command that waits until it has ended', async () => {
  const crm = await startCrm()
  const data = await temporaryFolder()
  const { url, child } = await startShadowProcess(crm.port, '--data', data)
  const ended = once(child, 'exit')
  const { port } = new URL(url)
  expect(await runCli(['shadow', 'stop', '--data', data, '--port', port])).toMatchObject({
    code: 0,
    stdout: '影子运行已停止\n',
  })
  expect(await ended).toEqual([0, null])
  expect(await runCli(['shadow', 'stop', '--data', join(data, 'other'), '--port', port])).toMatchObject({ code: 1 })
})

it('ends where it has no certificate, although routes are looked at', async () => {
  const data = await temporaryFolder()
  const [port = 0] = await findFreePorts(1)
  const ours = ['--seller', '111', '--ours', 'http://127.0.0.1:1/router/rest', '--data', data]
  const tls = ['--port', String(port), '--tls-cert', join(data, 'none'), '--tls-key', join(data, 'none')]
  const started = await runCli(['shadow', '--upstream', 'http://127.0.0.1:1/router/rest', ...ours, ...tls])
  expect(started).toMatchObject({ code: 1, stderr: expect.stringContaining('证书或私钥无法使用') })
})

it('runs beside a server as a process of its own: neither falls with the other, and both stop together', async () => {
  const crm = await startCrm()
  const data = await temporaryFolder()
  const [port = 0] = await findFreePorts(1)
  const shadowUrl = `http://127.0.0.1:${port}`
  const passes = () =>
    fetch(`${shadowUrl}/router/rest?app_key=x`).then(
      (answer) => answer.text(),
      () => '',
    )
  const serve = (options: string) => [
    'serve',
    '--data',
    data,
    '--port',
    '0',
    '--admin-listen',
    'off',
    '--shadow',
    options,
  ]
  const options = `--upstream http://127.0.0.1:${crm.port}/router/rest --port ${port} --admin-listen off`
  expect(await runCli(serve('--port 8443'))).toMatchObject({ code: 2 })
  expect(await runCli(serve(`${options} --data x`))).toMatchObject({ code: 2 })
  expect(await runCli([...serve(options), '--store', 'mysql://127.0.0.1:1/x', '--backup', data])).toMatchObject({
    code: 2,
  })
  await expect(fetch(shadowUrl)).rejects.toThrow()
  const first = await startProcess(serve(options))
  expect(await passes()).toContain('"code":28')
  first.child.kill('SIGKILL')
  await once(first.child, 'exit')
  expect(await passes()).toContain('"code":28')
  const failing = await startProcess(serve(options))
  while (failing.child.exitCode === null) {
    const [worker] = (await helpersOf(failing.child)).filter(({ command }) => !command.includes('\0run\0'))
    if (worker !== undefined) signalIfThere(worker.pid, 'SIGKILL')
    await delay(50)
  }
  expect(failing.child.exitCode).toBe(1)
  expect(await passes()).toContain('"code":28')
  const second = await startProcess(serve(options))
  const shadowOf = async () => (await helpersOf(second.child)).find(({ command }) => command.includes('\0run\0'))?.pid
  await expect.poll(shadowOf).toBeGreaterThan(0)
  await expect.poll(passes).toContain('"code":28')
  const pid = await shadowOf()
  process.kill(pid ?? never(), 'SIGKILL')
  expect((await fetch(`${second.url}/health`)).status).toBe(200)
  await expect.poll(shadowOf).not.toBe(pid)
  await expect.poll(passes).toContain('"code":28')
  second.child.kill('SIGTERM')
  expect(await once(second.child, 'exit')).toEqual([0, null])
  await expect(fetch(shadowUrl)).rejects.toThrow()
})

it('check says what came of one call, and what to do about it', async () => {
  const crm = await startCrm()
  const check = (...args: string[]) =>
    runCli(['shadow', 'check', '--upstream', `http://127.0.0.1:${crm.port}/router/rest`, ...args])
  const unsigned = await check()
  expect(unsigned).toMatchObject({ code: 0, stderr: '' })
  expect(unsigned.stdout).toMatch(
    /^DNS {3}127.0.0.1\nTOP {3}HTTP 200, \d+ ms: 错误码 28 no isv.missing-app-key\n提示 .*--app-key/,
  )
  const listed = await check('--app-key', 'listed', '--app-secret', secret)
  expect(listed.stdout).toContain('白名单')
  const signed = await check('--app-key', 'erp', '--app-secret', secret, '--json')
  expect(JSON.parse(signed.stdout)).toMatchObject({
    dns: { addresses: ['127.0.0.1'] },
    tls: null,
    answer: { kind: 'answer', http_status: 200 },
  })
})

it('check fails where no TOP answer comes', async () => {
  const page = await startSecondCrm((_request, response) => response.end('<html>'))
  onTestFinished(page.close)
  const { code, stdout } = await runCli(['shadow', 'check', '--upstream', `http://127.0.0.1:${page.port}`])
  expect([code, stdout]).toEqual([1, expect.stringContaining('不是TOP应答')])
})

it('refuses an upstream that is no gateway, and half a certificate', async () => {
  const run = (...args: string[]) => runCli(['shadow', '--port', '0', ...args])
  const wrong = await run('--upstream', 'https://crm.example/other')
  expect([wrong.code, wrong.stderr]).toEqual([1, expect.stringContaining('--upstream')])
  const pinned = await run('--upstream', 'https://crm.example', '--upstream-fingerprint', 'ab:cd')
  expect([pinned.code, pinned.stderr]).toEqual([1, expect.stringContaining('SHA-256')])
  const half = await run('--upstream', 'https://crm.example', '--tls-cert', 'a.crt')
  expect([half.code, half.stderr]).toEqual([2, expect.stringContaining('--tls-key')])
  const alone = await run('--upstream', 'https://crm.example', '--ours-fingerprint', 'ab:cd')
  expect([alone.code, alone.stderr]).toEqual([2, expect.stringContaining('--ours')])
  expect((await run()).code).toBe(2)
})
