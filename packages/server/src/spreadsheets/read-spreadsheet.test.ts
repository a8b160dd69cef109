import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { expect, it } from 'vitest'
import { xlsxFile } from '#testing/xlsx-file'
import { readSpreadsheet } from './read-spreadsheet.ts'
import type { FileMessage } from './sheet-row.ts'

it('reads a file from its sheet to its end', async () => {
  const messages: FileMessage[] = []
  for await (const message of readSpreadsheet(xlsxFile([['phone'], ['18612255668']]))) messages.push(message)
  expect(messages.map(({ kind }) => kind)).toEqual(['sheet', 'rows', 'end'])
})

it('says why it does not read a file', async () => {
  const messages: FileMessage[] = []
  for await (const message of readSpreadsheet(Buffer.from('PK, but no zip'))) messages.push(message)
  expect(messages).toMatchObject([{ kind: 'refused', problem: { code: 'FILE_BROKEN' } }])
})

it('reads no further than it is asked', async () => {
  const messages = readSpreadsheet(Buffer.from('x\n'.repeat(100_000)))
  expect(await messages.next()).toMatchObject({ value: { kind: 'sheet' } })
  expect(await messages.next()).toMatchObject({ value: { rows: { length: 500 } } })
  await messages.return()
  expect(await messages.next()).toEqual({ value: undefined, done: true })
})

it('does nothing in a thread of others', async () => {
  const worker = new Worker(new URL('./read-spreadsheet.ts', import.meta.url), { workerData: { other: 1 } })
  expect(await once(worker, 'exit')).toEqual([0])
})
