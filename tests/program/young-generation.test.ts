import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runCli } from '../harness/run-cli.ts'
import { startServerProcess } from '../harness/server-process.ts'
import { childrenOf } from '../harness/worker-processes.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yaoquan-young-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const flag = /^--max-semi-space-size=(.*)$/

/** Sizes given on the command line of a process; Linux only. */
async function sizesOf(pid: number | undefined): Promise<readonly (string | undefined)[]> {
  const args = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0')
  return args.filter((argument) => flag.test(argument)).map((argument) => flag.exec(argument)?.[1])
}

it('a server and its workers run with a small young generation, under the process id that was started', async () => {
  const server = await startServerProcess(['--data', join(folder, 'data'), '--log-level', 'silent', '--workers', '2'])
  try {
    expect(await sizesOf(server.child.pid)).toEqual(['16'])
    const workers = childrenOf(server.child.pid)
    expect(await Promise.all(workers.map(sizesOf))).toEqual([['16'], ['16']])
  } finally {
    expect(await server.stop()).toBe(0)
  }
})

it.each(['import', 'export'])('%s runs with a small young generation', async (command) => {
  const printFlags = { NODE_OPTIONS: '--import=data:text/javascript,console.log(process.execArgv.join())' }
  const { stdout } = await runCli([command, '--help'], printFlags)
  expect(stdout).toMatch(/^--max-semi-space-size=16$/m)
})

it.each(['--max-semi-space-size=4', '--max_semi_space_size=4'])('a size in NODE_OPTIONS is kept: %s', async (given) => {
  const options = { NODE_OPTIONS: given }
  const server = await startServerProcess(['--data', join(folder, 'data'), '--log-level', 'silent'], options)
  try {
    expect(await sizesOf(server.child.pid)).toEqual([])
  } finally {
    expect(await server.stop()).toBe(0)
  }
})
