import fc from 'fast-check'
import { expect, it } from 'vitest'
import { splitLines } from './split-lines.ts'

const tooLong = (line: number) => new RangeError(`line ${line} is too long`)

async function* inPieces(text: string, length: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += length) yield text.slice(at, at + length)
}

it('splits lines the same whatever the pieces', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom('a', 'bc', '\n', '\r\n', '满')),
      fc.integer({ min: 1, max: 6 }),
      async (parts, length) => {
        const text = parts.join('')
        const lines: string[] = []
        for await (const some of splitLines(inPieces(text, length), tooLong)) lines.push(...some)
        const expected = text.split(/\r?\n/)
        if (expected.at(-1) === '') expected.pop()
        expect(lines).toEqual(expected)
      },
    ),
  )
})

it('refuses an endless line without holding it', async () => {
  let read = 0
  const counting = async function* () {
    for await (const piece of inPieces(`a\n${'x'.repeat(6_000_000)}`, 65_536)) {
      read += 1
      yield piece
    }
  }
  const lines = async () => {
    for await (const _ of splitLines(counting(), tooLong));
  }
  await expect(lines()).rejects.toThrow('line 2 is too long')
  expect(read).toBeLessThan(10)
})
