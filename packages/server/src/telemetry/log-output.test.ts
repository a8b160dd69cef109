import { execFileSync } from 'node:child_process'
import { closeSync, constants, mkdtempSync, openSync, readSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { LogOutput } from './log-output.ts'
import { openStandardError } from './open-standard-error.ts'

const folder = mkdtempSync(join(tmpdir(), 'yaoquan-log-'))

afterAll(() => rm(folder, { recursive: true, force: true }))

const limits = { maxWaiting: 1_000_000, retryMs: 1, unreadMs: 60_000, closeMs: 60_000 }
const line = `${'x'.repeat(999)}\n`

test('writes all lines in order while its reader reads, and closes after the last', async () => {
  const { output, reader } = openOutput('read')
  const read = readAll(reader)
  for (let n = 0; n < 900; n += 1) output.write(`${n} ${line}`)
  await output.close()
  const text = await read
  expect(text.match(/^\d+ /gm)?.map(Number)).toEqual(Array.from({ length: 900 }, (_, n) => n))
  expect(output.dropped).toBe(0)
})

test('keeps lines that nobody reads up to its limit, and counts those it drops', async () => {
  const { output, reader, gaps } = openOutput('unread')
  for (let n = 0; n < 1_500; n += 1) output.write(line)
  expect(output.dropped).toBe(500)
  output.pass()
  const read = readAll(reader)
  await expect.poll(() => gaps).toEqual([500])
  await output.close()
  expect((await read).length).toBe(1_000_000)
})

test('closes although nobody reads, and counts what was not written', async () => {
  const { output, reader } = openOutput('stalled', 100)
  for (let n = 0; n < 500; n += 1) output.write(line)
  await output.close()
  // The pipe took up to 64 of them.
  expect(output.dropped).toBeGreaterThan(400)
  closeSync(reader)
})

test('drops lines whose reader has left, and takes no longer to close', async () => {
  const { output, reader } = openOutput('left')
  closeSync(reader)
  output.write(line)
  await output.close()
  expect(output.dropped).toBe(1)
})

test('on Windows standard error is written as it is', () => {
  // Of this process it is a pipe, which has a second description elsewhere.
  expect(openStandardError('win32')).toBe(2)
})

type OpenedOutput = Readonly<{ output: LogOutput; reader: number; gaps: readonly number[] }>

function openOutput(name: string, unreadMs = limits.unreadMs): OpenedOutput {
  const path = join(folder, name)
  execFileSync('mkfifo', [path])
  const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  const writer = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK)
  const gaps: number[] = []
  const output = new LogOutput((lines) => gaps.push(lines), { open: () => writer, limits: { ...limits, unreadMs } })
  return { output, reader, gaps }
}

/** Reads until the other end is closed. */
async function readAll(fd: number): Promise<string> {
  const piece = Buffer.alloc(65_536)
  let text = ''
  for (;;) {
    const length = readNow(fd, piece)
    if (length === 0) break
    if (length !== undefined) text += piece.toString('latin1', 0, length)
    await new Promise((resolve) => setImmediate(resolve))
  }
  closeSync(fd)
  return text
}

/** @returns undefined when nothing has arrived */
function readNow(fd: number, piece: Buffer): number | undefined {
  try {
    return readSync(fd, piece)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EAGAIN') return undefined
    throw error
  }
}
