import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CliServer, runCli, serveCli } from '../harness/run-cli.ts'

/** Blanks as in `C:\Program Files`, and backslashes, which are letters of a name here. */
let folder: string
let data: string
let server: CliServer

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'C:\\Program Files\\药房 1 '))
  data = join(folder, 'my data\\shop 1')
  await runCli(['seller', 'create', '--data', data, '--seller', '111', '--name', '药房'])
  // Notepad and PowerShell end lines with CRLF.
  const key = join(data, 'master.key')
  writeFileSync(key, readFileSync(key, 'utf8').replace('\n', '\r\n'))
  server = await serveCli(['--data', data, '--log-level', 'info'])
})

afterAll(async () => {
  await server?.stop('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

test('files with CRLF are read: coupons, the key, and the profiles of the command', async () => {
  const file = join(folder, 'coupons of\\may 1.csv')
  writeFileSync(file, '券码,名称,面额,开始日期,结束日期,手机号\r\nCR1,五元券,5,2026-01-01,2036-01-01,13800000001\r\n')
  const profiles = { used: 'shop', profiles: { shop: { data, seller: '111' } } }
  const config = join(folder, 'yaoquan/config.json')
  await runCli(['config', 'set', 'seller=111'], { XDG_CONFIG_HOME: folder })
  writeFileSync(config, JSON.stringify(profiles, undefined, 2).replaceAll('\n', '\r\n'))
  const imported = await runCli(['import', file, '--channel', 'erp'], { XDG_CONFIG_HOME: folder })
  expect(imported).toMatchObject({ code: 0, stdout: expect.stringContaining('1') })
  const exported = await runCli(['export', '--data', data, '--seller', '111'])
  expect(exported.stdout).toMatch(/^CR1,/m)
  expect(exported.stdout).toContain('五元券')
})

test('a command reloads and stops the server of a folder without a signal, and says where none runs', async () => {
  expect(await runCli(['reload', '--data', data])).toMatchObject({ code: 0 })
  await expect.poll(() => server.stderr()).toContain('"msg":"reload ended"')
  expect((await fetch(`${server.url}/health`)).status).toBe(200)
  const [stopped, code] = await Promise.all([runCli(['stop', '--data', data]), server.ended])
  expect([stopped, code]).toEqual([{ code: 0, stdout: '服务已停止\n', stderr: '' }, 0])
  const again = await runCli(['stop', '--data', data])
  expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('没有运行中的服务') })
  expect(globSync('control*', { cwd: data })).toEqual([])
})

test('no source sends a signal to another process, which ends it immediately on Windows', () => {
  const root = join(import.meta.dirname, '../..')
  const sources = globSync('packages/*/{bin,src}/**/*.{js,ts}', { cwd: root }).filter(
    (path) => !path.endsWith('.test.ts'),
  )
  expect(sources.length).toBeGreaterThan(1_000)
  const kills = sources.flatMap((path) =>
    readFileSync(join(root, path), 'utf8')
      .split('\n')
      .filter((line) => /\.kill\((?!\))/.test(line))
      .map((line) => `${path}: ${line.trim()}`),
  )
  expect(kills.toSorted()).toEqual([
    "packages/cli/bin/yaoquan.js: const forward = (signal) => (process.platform === 'win32' ? undefined : child.kill(signal))",
    // Ends at once a shadow that may not wait; to stop it, Windows uses its control file.
    "packages/cli/src/serve/shadow-beside.ts: else child?.kill('SIGTERM')",
    "packages/cli/src/serve/shadow-beside.ts: process.once('exit', () => stopping.signal.aborted && child?.kill('SIGKILL'))",
    // To itself, on systems with terminals that hang up.
    "packages/cli/src/serve/stop-signal.ts: process.kill(process.pid, 'SIGHUP')",
    // Windows has SIGKILL too: it ends the process.
    "packages/cli/src/serve/worker-process.ts: kill: () => worker.process.kill('SIGKILL'),",
    "packages/server/src/spreadsheets/reader-process.ts: child.kill('SIGKILL')",
  ])
})
