import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Utf8Scan } from '@yaoquan/api'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openText, readJsonFile } from './open-text.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yaoquan-open-text-'))
})
afterAll(() => rm(folder, { recursive: true }))

// 满199减99,小程序 as GBK.
const gbk = [0xc2, 0xfa, 0x31, 0x39, 0x39, 0xbc, 0xf5, 0x39, 0x39, 0x2c, 0xd0, 0xa1, 0xb3, 0xcc, 0xd0, 0xf2]
const text = '满199减99,小程序'

async function read(bytes: Uint8Array, encoding?: string) {
  const path = join(folder, 'file.csv')
  await writeFile(path, bytes)
  const file = await openText(path, encoding)
  let whole = ''
  for await (const piece of file.pieces()) whole += piece
  return { encoding: file.encoding, text: whole, readBytes: file.readBytes(), sizeBytes: file.sizeBytes }
}

it('reads a JSON object with a byte order mark, and refuses one in GBK, whose letters would be lost', async () => {
  const path = join(folder, 'order.json')
  await writeFile(path, '\ufeff{"a":"满"}')
  expect(await readJsonFile(path)).toEqual({ a: '满' })
  await writeFile(path, Buffer.concat([Buffer.from('{"a":"'), Uint8Array.from(gbk), Buffer.from('"}')]))
  await expect(readJsonFile(path)).rejects.toThrow('不是UTF-8文本')
})

describe('an opened text', () => {
  it.each([
    ['UTF-8', Buffer.from(text), 'utf-8'],
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${text}`), 'utf-8'],
    ['UTF-16 little endian', Buffer.from(`\ufeff${text}`, 'utf16le'), 'utf-16le'],
    ['UTF-16 big endian', Buffer.from(`\ufeff${text}`, 'utf16le').swap16(), 'utf-16be'],
    ['GBK', Uint8Array.from(gbk), 'gb18030'],
  ])('is read as %s without its mark', async (_, bytes, encoding) => {
    const file = await read(bytes)
    expect(file).toMatchObject({ encoding, text, readBytes: bytes.length, sizeBytes: bytes.length })
  })

  it('is recognised as GBK after any amount of ASCII', async () => {
    const file = await read(Buffer.concat([Buffer.alloc(3_000_001, 'a'), Uint8Array.from(gbk)]))
    expect(file.encoding).toBe('gb18030')
    expect(file.text.endsWith(text)).toBe(true)
  })

  it('is read in the given encoding', async () => {
    expect((await read(Uint8Array.from(gbk), 'gbk')).text).toBe(text)
  })

  it('is reported as damaged, not read as GBK, if invalid UTF-8 follows plenty of valid UTF-8', async () => {
    const bytes = Buffer.concat([Buffer.from('全场通用优惠券码'), Uint8Array.from([0xe6, 0x41])])
    await expect(read(bytes)).rejects.toThrow(/已损坏.*第 25 字节/)
  })

  it('is reported as damaged if bytes are invalid in the given encoding', async () => {
    await expect(read(Uint8Array.from([0x41, 0xff, 0xff]), 'gbk')).rejects.toThrow(/已损坏/)
    await expect(read(Buffer.from('满').subarray(0, 2), 'utf-8')).rejects.toThrow(/已损坏/)
  })

  it.each([
    ['a missing file', () => join(folder, 'none.csv'), /文件不存在/],
    ['a folder', () => folder, /不是文件/],
  ])('cannot be %s', async (_, path, message) => {
    await expect(openText(path())).rejects.toThrow(message)
  })
})

describe('the UTF-8 scan', () => {
  it('accepts every text in pieces of any size', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 5 }), (value, size) => {
        expect(scan(Buffer.from(value), size).invalidAt).toBeUndefined()
      }),
    )
  })

  it('finds the same first invalid byte whatever the pieces', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.integer({ min: 1, max: 5 }), (bytes, size) => {
        expect(scan(bytes, size).invalidAt).toBe(scan(bytes, 100).invalidAt)
      }),
    )
  })

  function scan(bytes: Uint8Array, size: number): Utf8Scan {
    const result = new Utf8Scan()
    for (let start = 0; start < bytes.length && result.invalidAt === undefined; start += size) {
      result.add(bytes.subarray(start, start + size))
    }
    result.end()
    return result
  }
})
