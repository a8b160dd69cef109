import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readNameValues } from './name-value.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yaoquan-name-value-'))
})
afterAll(() => rm(folder, { recursive: true }))

it('takes values raw, equals signs and blanks included', async () => {
  expect(await readNameValues(['a=b=c', 'empty=', 'spaced= x '])).toEqual({ a: 'b=c', empty: '', spaced: ' x ' })
})

it('takes the text of a file behind @, byte for byte, and a plain @ behind @@', async () => {
  const path = join(folder, 'query.json')
  await writeFile(path, '{"channel":"小程序"}\n')
  expect(await readNameValues([`a=@${path}`, 'b=@@x'])).toEqual({ a: '{"channel":"小程序"}\n', b: '@x' })
})

it.each([
  [['novalue'], /name=value/],
  [['=x'], /name=value/],
  [['a=1', 'a=2'], /参数 a 重复/],
  [['app_key=1'], /--app-key/],
  [['sign=1'], /--app-secret/],
])('refuses %j', async (words, message) => {
  await expect(readNameValues(words)).rejects.toThrow(message)
})

it('reports a file that does not exist', async () => {
  await expect(readNameValues([`a=@${join(folder, 'none')}`])).rejects.toThrow(/文件不存在/)
})
