import { appendFile, mkdtemp, rename, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { fileLines } from './file-lines.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yaoquan-lines-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** The next piece that has lines. */
async function next(pieces: AsyncGenerator<readonly string[]>): Promise<readonly string[]> {
  for (;;) {
    const { value = [] } = await pieces.next()
    if (value.length > 0) return value
  }
}

it.each([
  [0, ['一', '二', '三']],
  [1, ['二', '三']],
  [4, ['二', '三']],
  [5, ['三']],
  [8, ['三']],
])('reads whole lines from byte %i on', async (fromByte, expected) => {
  const path = join(folder, 'three')
  await writeFile(path, '一\n二\n三\nrest')
  const pieces = fileLines(path, { fromByte, follows: false })
  expect(await next(pieces)).toEqual(expected)
  expect(await pieces.next()).toEqual({ done: false, value: [] })
  expect(await pieces.next()).toEqual({ done: true, value: undefined })
})

it('follows what is appended, in pieces too, and a file that was cut or replaced', async () => {
  const path = join(folder, 'log')
  await writeFile(path, 'a\nb')
  const pieces = fileLines(path, { fromByte: 0, follows: true, pollMs: 5 })
  expect(await next(pieces)).toEqual(['a'])
  await appendFile(path, '\nc\n')
  expect(await next(pieces)).toEqual(['b', 'c'])
  await truncate(path, 0)
  await pieces.next()
  await pieces.next()
  await appendFile(path, 'd\n')
  expect(await next(pieces)).toEqual(['d'])
  await appendFile(path, 'e\n')
  await rename(path, `${path}.1`)
  await writeFile(path, 'f\n')
  expect(await next(pieces)).toEqual(['e'])
  expect(await next(pieces)).toEqual(['f'])
  await pieces.return(undefined)
})

it('cuts a line of any length, and goes on with the next', async () => {
  const path = join(folder, 'long')
  await writeFile(path, Buffer.concat([Buffer.alloc(48 * 2 ** 20), Buffer.from('\nnext\n')]))
  const pieces = fileLines(path, { fromByte: 0, follows: false })
  expect((await next(pieces)).map(({ length }) => length)).toEqual([2 ** 20, 4])
})
