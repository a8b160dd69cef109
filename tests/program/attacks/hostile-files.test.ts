import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openAdministration } from '@yaoquan/server'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { hostileFile } from '../../harness/attacks/hostile-files.ts'
import { firstSignIn } from '../../harness/console.ts'
import { type Random, seededRandom } from '../../harness/seeded-random.ts'
import { type ServerProcess, startServerProcess } from '../../harness/server-process.ts'
import { lengthOf } from '../../harness/soak.ts'
import { childrenOf, isRunning } from '../../harness/worker-processes.ts'

const files = lengthOf(30, 16)
const seed = Math.floor(Math.random() * 2 ** 31)

let folder: string
let server: ServerProcess
/** Of two operators: each has one place. */
let cookies: readonly [string, string]

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yaoquan-files-'))
  const administration = await openAdministration({ dataDir: folder })
  await administration.createSeller({ sellerId: '111', name: 'files' })
  const roles = [{ sellerId: '111', role: 'owner', shops: undefined }]
  const create = async (name: string) => {
    const made = await administration.createOperator({ name, displayName: name, roles })
    if (made.kind !== 'changed') throw new Error(made.kind)
    return { name, oneTime: made.password }
  }
  const [one, other] = [await create('owner'), await create('other')]
  await administration.close()
  server = await startServerProcess(['--data', folder, '--log-level', 'warn'])
  const signIn = (who: typeof one) => firstSignIn(server.url, who.name, who.oneTime, 'correct horse battery')
  cookies = [await signIn(one), await signIn(other)]
})

afterAll(async () => {
  await server.stop('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

type Sending = Readonly<{ cookie?: string; signal?: AbortSignal | undefined }>

const send = (body: string | Buffer<ArrayBuffer>, { cookie = cookies[0], signal }: Sending = {}) =>
  fetch(`${server.url}/console/api/table`, {
    method: 'POST',
    // A connection of its own: one that was used before may be closed as this file is sent.
    headers: { 'x-yaoquan-console': '1', cookie, connection: 'close' },
    body,
    ...(signal ? { signal } : {}),
  })

const serverPid = () => server.workers()[0] ?? 0
const readers = () =>
  childrenOf(serverPid()).filter((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('reader-process'))

/** Waits for the rows of a good file: the server and a place of its reader are there. */
async function expectGoodFileIsRead(): Promise<void> {
  const rows = async () => (await (await send('phone\n18612255668\n')).text()).split('\n').at(-2)
  await expect.poll(rows).toBe('{"rows":2}')
}

it(`answers after ${files} files that are made to harm, of which it reads or refuses each`, async () => {
  const pid = serverPid()
  const random = seededRandom(seed)
  await Promise.all(
    cookies.map(async (cookie) => {
      for (let n = 0; n < files / 2; n += 1) await sendHostile(random, { pid, cookie })
    }),
  )
  expect([serverPid(), isRunning(pid)], `seed ${seed}`).toEqual([pid, true])
  await expectGoodFileIsRead()
  await expect.poll(readers).toEqual([])
})

/** Now and then the sender leaves early. */
async function sendHostile(random: Random, to: Readonly<{ pid: number; cookie: string }>): Promise<void> {
  const { kind, file } = hostileFile(random)
  const leaving = random.chance(0.1) ? AbortSignal.timeout(random.below(1_500)) : undefined
  try {
    const response = await send(file, { cookie: to.cookie, signal: leaving })
    const text = await response.text()
    const last = text.trimEnd().split('\n').at(-1) ?? ''
    if (response.status === 429) return await sendHostile(random, to)
    expect([200, 422], `${kind}, seed ${seed}: ${text.slice(-300)}`).toContain(response.status)
    expect(last, `${kind}, seed ${seed}`).toMatch(/^\{"rows":\d+\}$|^\{"error":\{.*"code":"FILE_/)
  } catch (error) {
    if (leaving?.aborted) return
    // A test that is busy sends too slowly, and the server closes its connection.
    if (!isCutOff(error) || !isRunning(to.pid)) throw new Error(`${kind}, seed ${seed}`, { cause: error })
    await sendHostile(random, to)
  }
}

function isCutOff(error: unknown): boolean {
  return error instanceof TypeError && /^(fetch failed|terminated)$/.test(error.message)
}

/** 40 MB as an answer: more than the system and a caller buffer. */
const longFile = `${','.repeat(60)}x\n`.repeat(199_000)

/** Begins to read a long file, and takes none of the answer. */
async function beginLongFile() {
  const response = await send(longFile)
  await expect.poll(readers).toHaveLength(1)
  const [reader = 0] = readers()
  return { response, reader }
}

it('holds one place for an operator who does not take the rows, and lets it go', async () => {
  const { response, reader } = await beginLongFile()
  const second = await send('phone\n18612255668\n')
  expect([second.status, second.headers.get('retry-after')]).toEqual([429, '1'])
  const ofOther = await send('phone\n18612255668\n', { cookie: cookies[1] })
  expect((await ofOther.text()).split('\n').at(-2)).toBe('{"rows":2}')
  await expect.poll(() => isRunning(reader)).toBe(false)
  await expectGoodFileIsRead()
  expect((await response.text()).split('\n').at(-2)).toContain('FILE_SLOW')
})

it('gives a reader no environment, no file and no connection of the server', async () => {
  const { response, reader } = await beginLongFile()
  const names = readFileSync(`/proc/${reader}/environ`, 'utf8')
    .split('\0')
    .map((text) => text.split('=')[0])
  expect(names.filter((name) => name !== '' && !name?.startsWith('NODE_CHANNEL_'))).toEqual([])
  const open = openFilesOf(reader)
  expect(open.filter((path) => path.startsWith(folder))).toEqual([])
  const tcp = readFileSync('/proc/net/tcp', 'utf8')
    .split('\n')
    .map((line) => `socket:[${line.trim().split(/\s+/)[9]}]`)
  expect(open.filter((path) => tcp.includes(path))).toEqual([])
  await response.body?.cancel()
  await expect.poll(readers).toEqual([])
})

/** What a process has open. It opens and closes its modules meanwhile. */
function openFilesOf(pid: number): readonly string[] {
  return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
    try {
      return [readlinkSync(`/proc/${pid}/fd/${fd}`)]
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
      throw error
    }
  })
}

it('refuses a file whose reader dies, and logs how', async () => {
  const { response, reader } = await beginLongFile()
  process.kill(reader, 'SIGTRAP')
  expect((await response.text()).split('\n').at(-2)).toContain('FILE_UNREADABLE')
  await expect.poll(() => server.errorText()).toContain('"signal":"SIGTRAP"')
  await expectGoodFileIsRead()
})

it('leaves no reader behind when it is killed', async () => {
  const { reader } = await beginLongFile()
  process.kill(serverPid(), 'SIGKILL')
  await expect.poll(() => isRunning(reader)).toBe(false)
})
