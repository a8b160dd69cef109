import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { copyRepository } from '../../scripts/copy-repository.ts'
import { findFreePorts } from '../../scripts/mariadb/free-ports.ts'
import { patienceMs } from '../harness/patience.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

let folder: string
let copy: string
let url: string
let child: ChildProcess
let output = ''

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dev-loop-'))
  copy = join(folder, 'repository')
  copyRepository(root, copy)
  // It is about the server: what the console's sources give is taken from the original.
  const builtConsole = 'node_modules/.cache/yaoquan-console'
  cpSync(join(root, builtConsole), join(copy, builtConsole), { recursive: true })
  const [port = 0, adminPort = 0] = await findFreePorts(2)
  url = `http://127.0.0.1:${port}`
  const flags = ['--port', String(port), '--admin-listen', `127.0.0.1:${adminPort}`]
  child = spawn('npm', ['run', 'dev', '--', ...flags], { cwd: copy, stdio: ['ignore', 'pipe', 'pipe'] })
  child.stdout?.setEncoding('utf8').on('data', (piece: string) => {
    output += piece
  })
  await started(1)
})

afterAll(async () => {
  if (child?.exitCode === null && child.signalCode === null) {
    child.kill()
    await once(child, 'exit')
  }
  rmSync(folder, { recursive: true, force: true })
})

/** Waits until the server announced its address for the nth time. */
async function started(n: number): Promise<void> {
  const announced = () => output.split(`\nlistening on ${url}\n`).length - 1
  await vi.waitFor(() => expect(announced(), output).toBeGreaterThanOrEqual(n), { timeout: patienceMs, interval: 100 })
}

async function read(path: string): Promise<string> {
  return (await fetch(url + path)).text()
}

/** @returns the asset of that name that a page asks for */
async function asset(page: string, name: string): Promise<string> {
  const path = new RegExp(`/assets/${name}\\.[^"]+`).exec(await read(page))?.[0]
  return read(path ?? '/no-such-asset')
}

const source = (path: string) => join(copy, 'packages', path)

test('npm run dev serves the demo and the sandbox, and prints the key of the demo', async () => {
  expect(output).toContain(`${url}/sandbox`)
  expect(output).toMatch(/app_key 10000111 {4}app_secret [0-9a-f]{32}/)
  expect(await read('/sandbox')).toContain('<main')
})

test('a change of a guide, a style sheet, a browser script or a definition is served without a restart by hand', async () => {
  appendFileSync(source('server/src/site/documentation/guides/en/quick-start.md'), '\nWatched guide.\n')
  appendFileSync(source('server/src/site/styles/site/1-base.css'), '\n.watched-style { color: red }\n')
  appendFileSync(source('browser/src/entries/theme.ts'), "\ndocument.title = 'watched script'\n")
  const definition = source('api/src/methods/taobao.time.get.ts')
  writeFileSync(
    definition,
    readFileSync(definition, 'utf8').replace("en: 'Get the server time'", "en: 'Watched title'"),
  )
  await started(2)
  await vi.waitFor(async () => {
    expect(await read('/docs/en/quick-start')).toContain('Watched guide.')
    expect(await read('/docs/en/taobao.time.get')).toContain('Watched title')
    expect(await asset('/docs/en/quick-start', 'site')).toContain('watched-style')
    expect(await asset('/docs/en/quick-start', 'theme')).toContain('watched script')
  }, patienceMs)
})

test('a mistake ends the server until it is mended; SIGTERM ends everything', async () => {
  const file = source('server/src/methods/taobao.time.get.ts')
  const text = readFileSync(file, 'utf8')
  writeFileSync(file, `${text}\nthis is no TypeScript\n`)
  await vi.waitFor(() => expect(fetch(`${url}/health`)).rejects.toThrow(), patienceMs)
  const before = output.split(`\nlistening on ${url}\n`).length - 1
  writeFileSync(file, text)
  await started(before + 1)
  child.kill()
  await once(child, 'exit')
  await vi.waitFor(() => expect(fetch(`${url}/health`)).rejects.toThrow(), patienceMs)
})
