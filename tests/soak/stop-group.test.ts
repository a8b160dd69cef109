import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { openAdministration } from '@yaoquan/server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commandFile } from '../harness/command.ts'
import { runCli } from '../harness/run-cli.ts'
import { soak } from '../harness/soak.ts'
import { beginCall, type UnfinishedCall } from '../harness/unfinished-call.ts'

const environment = { YAOQUAN_MASTER_KEY: '5a'.repeat(32) }

/** Longer than the time that a server gives calls in work. */
const patienceMs = 40_000

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yaoquan-group-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

type Group = Readonly<{ child: ChildProcess; url: string; ended: Promise<number | null> }>

/** Starts a command line as the leader of a process group, as a terminal, systemd and a container's runtime do. */
async function startGroup(command: readonly string[], data: string, flags: readonly string[] = []): Promise<Group> {
  const [program = '', ...args] = command
  const serve = ['serve', '--port', '0', '--data', data, '--log-level', 'silent', ...flags]
  const child = spawn(program, [...args, ...serve], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, ...environment },
  })
  // Every process of the group holds the pipe: it closes with the last of them.
  const ended = once(child, 'close').then(([code]) => (typeof code === 'number' ? code : null))
  const url = await new Promise<string>((resolve, reject) => {
    let output = ''
    child.stdout?.setEncoding('utf8').on('data', (piece: string) => {
      output += piece
      const found = /^listening on (http:\S+)$/m.exec(output)?.[1]
      if (found) resolve(found)
    })
    child.once('exit', (code) => reject(new Error(`serve ended with ${code}`)))
  })
  return { child, url, ended }
}

/** Loads a page with its script: in a checkout this bundles the script. */
async function visit(url: string): Promise<void> {
  const page = await (await fetch(`${url}/tools/api`)).text()
  const script = /\/assets\/api-tool\.[\w-]+\.js/.exec(page)?.[0]
  expect(script).toBeDefined()
  expect((await fetch(`${url}${script}`)).status).toBe(200)
}

function signalGroup({ child }: Group, signal: NodeJS.Signals): void {
  if (child.pid !== undefined) process.kill(-child.pid, signal)
}

function callOf({ url }: Group): Promise<UnfinishedCall> {
  return beginCall(connect(Number(new URL(url).port), '127.0.0.1'))
}

/** Stops a group with a call in work. @returns the exit code of the group's leader */
async function stopDuringCall(group: Group, signal: NodeJS.Signals): Promise<number | null> {
  const call = await callOf(group)
  signalGroup(group, signal)
  await delay(300)
  expect(await call.finish()).toContain('"code":29')
  return Promise.race([group.ended, delay(patienceMs, 'still running' as const)]).then((ended) => {
    if (ended !== 'still running') return ended
    signalGroup(group, 'SIGKILL')
    throw new Error(`a process of the group was still running ${patienceMs / 1000} s after the signal`)
  })
}

describe.each(Array.from({ length: soak }, (_, round) => round + 1))('stop %i', (round) => {
  test.each(['SIGTERM', 'SIGINT'] as const)(
    'npx yaoquan serve leaves nothing behind after %s to its group',
    async (signal) => {
      const group = await startGroup(['npx', 'yaoquan'], join(folder, `npx-${signal}-${round}`))
      await visit(group.url)
      await stopDuringCall(group, signal)
    },
  )

  test.each(['SIGTERM', 'SIGINT'] as const)(
    'serve --workers finishes a call and exits 0 after %s to its group',
    async (signal) => {
      const data = join(folder, `workers-${signal}-${round}`)
      const group = await startGroup([process.execPath, commandFile], data, ['--workers', '2'])
      expect(await stopDuringCall(group, signal)).toBe(0)
    },
  )

  test('takes a second signal within a moment for the same one', async () => {
    const group = await startGroup([process.execPath, commandFile], join(folder, `twice-${round}`))
    const call = await callOf(group)
    signalGroup(group, 'SIGTERM')
    // Two at once would arrive as one.
    await delay(20)
    signalGroup(group, 'SIGTERM')
    await delay(100)
    expect(await call.finish()).toContain('"code":29')
    expect(await group.ended).toBe(0)
  })

  test('a server whose store has moved away finishes a call and exits 0', async () => {
    const data = join(folder, `moved-${round}`)
    const administration = await openAdministration({ dataDir: data, masterKey: environment.YAOQUAN_MASTER_KEY })
    await administration.createSeller({ sellerId: '111', name: 'moved' })
    await administration.close()
    const group = await startGroup([process.execPath, commandFile], data)
    const places = ['--from', `sqlite:${data}`, '--to', `sqlite:${data}-to`]
    expect(await runCli(['migrate-store', ...places, '--switch'], environment)).toMatchObject({ code: 0 })
    expect(await stopDuringCall(group, 'SIGTERM')).toBe(0)
  })
})
