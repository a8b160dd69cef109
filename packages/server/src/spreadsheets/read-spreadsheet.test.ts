import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { xlsxFile } from '#testing/xlsx-file'
import { readSpreadsheet } from './read-spreadsheet.ts'
import type { ReaderEnd, ReaderLimits } from './reader-process.ts'
import type { FileMessage } from './sheet-row.ts'
import { spreadsheetLimits } from './spreadsheet-limits.ts'

async function readAll(file: Uint8Array, limits: Partial<ReaderLimits> = {}) {
  const deaths: ReaderEnd[] = []
  const messages: FileMessage[] = []
  const onDeath = (end: ReaderEnd) => void deaths.push(end)
  for await (const message of readSpreadsheet(file, { onDeath, limits: { ...spreadsheetLimits, ...limits } })) {
    messages.push(message)
  }
  return { messages, deaths }
}

it('reads a file from its sheet to its end', async () => {
  const { messages, deaths } = await readAll(xlsxFile([['phone'], ['18612255668']]))
  expect(messages.map(({ kind }) => kind)).toEqual(['sheet', 'rows', 'end'])
  expect(deaths).toEqual([])
})

it('says why it does not read a file', async () => {
  const { messages } = await readAll(Buffer.from('PK, but no zip'))
  expect(messages).toMatchObject([{ kind: 'refused', problem: { code: 'FILE_BROKEN' } }])
})

it('reads no further than it is asked', async () => {
  const messages = readSpreadsheet(Buffer.from('x\n'.repeat(100_000)))
  expect(await messages.next()).toMatchObject({ value: { kind: 'sheet' } })
  expect(await messages.next()).toMatchObject({ value: { rows: { length: 500 } } })
  await messages.return()
  expect(await messages.next()).toEqual({ value: undefined, done: true })
})

describe('a file is refused, and nothing else ends,', () => {
  const file = Buffer.from('x\n'.repeat(100_000))

  it('where reading takes too long', async () => {
    const { messages, deaths } = await readAll(file, { maxStepMs: 1 })
    expect(messages).toMatchObject([{ kind: 'refused', problem: { code: 'FILE_SLOW' } }])
    expect(deaths).toEqual([])
  })

  it('where its reader takes too much memory', async () => {
    const { messages, deaths } = await readAll(file, { maxResidentMb: 1 })
    expect(messages.at(-1)).toMatchObject({ kind: 'refused', problem: { code: 'FILE_EXPANDS' } })
    expect(deaths).toEqual([])
  })

  it('where its reader dies, as with a full heap', async () => {
    const { messages, deaths } = await readAll(file, { maxHeapMb: 4 })
    expect(messages).toMatchObject([{ kind: 'refused', problem: { code: 'FILE_UNREADABLE' } }])
    expect(deaths).toMatchObject([{ code: null, signal: expect.stringMatching(/^SIG/) }])
  })

  it.each([{ maxPauseMs: 1 }, { maxPausesMs: 1 }])('where nobody takes its rows (%o)', async (limits) => {
    const deaths: ReaderEnd[] = []
    const { promise: ended, resolve: onEnd } = Promise.withResolvers<void>()
    const onDeath = (end: ReaderEnd) => void deaths.push(end)
    const messages = readSpreadsheet(file, { onDeath, onEnd, limits: { ...spreadsheetLimits, ...limits } })
    expect(await messages.next()).toMatchObject({ value: { kind: 'sheet' } })
    await ended
    expect(await messages.next()).toMatchObject({ value: { kind: 'refused', problem: { code: 'FILE_SLOW' } } })
    expect(await messages.next()).toEqual({ value: undefined, done: true })
    expect(deaths).toEqual([])
  })

  it('where the system has no room for its reader', async () => {
    const { stdout } = await promisify(execFile)('sh', [
      '-c',
      'ulimit -n 64 && exec "$0" --input-type=module -e "$1"',
      process.execPath,
      crowdedProgram,
    ])
    expect(JSON.parse(stdout)).toMatchObject([{ kind: 'refused', problem: { code: 'FILE_UNREADABLE' } }])
  })
})

/** Opens as many files as it may, and then reads one. */
const crowdedProgram = `
  import { openSync, writeSync } from 'node:fs'
  import { readSpreadsheet } from ${JSON.stringify(new URL('./read-spreadsheet.ts', import.meta.url).href)}
  try {
    for (;;) openSync('/dev/null')
  } catch (error) {
    if (error.code !== 'EMFILE') throw error
  }
  const messages = []
  for await (const message of readSpreadsheet(Buffer.from('x'))) messages.push(message)
  writeSync(1, JSON.stringify(messages))
`
