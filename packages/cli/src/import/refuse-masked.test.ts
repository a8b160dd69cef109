import { maskCard, maskPhone } from '@yaoquan/api'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { refuseMasked } from './refuse-masked.ts'
import type { CouponTexts, SourceRow } from './source-row.ts'

async function pass(...texts: readonly CouponTexts[]): Promise<number> {
  const rows = texts.map((text, place): SourceRow => ({ kind: 'row', line: place + 2, texts: text }))
  async function* all() {
    yield* rows
  }
  let passed = 0
  for await (const row of refuseMasked(all())) passed += row.kind === 'row' ? 1 : 0
  return passed
}

it('refuses whatever an export masks', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }), async (text) => {
      const isPlain = !text.includes('*')
      fc.pre(isPlain && text.trim() === text)
      await expect(pass({ phone: maskPhone(text) })).rejects.toThrow('--with-phones')
      await expect(pass({ cardNo: maskCard(text) })).rejects.toThrow('--with-phones')
    }),
  )
})

it('names the line and the field, and no value', async () => {
  await expect(pass({ phone: '18612255668' }, { phone: '186****5668' })).rejects.toThrow(
    /^第 3 行的 phone 已打码.*\(phone in line 3 is masked[^*]*\)$/,
  )
})

it.each([
  [{ phone: '18612255668', cardNo: '1231321111' }],
  [{ couponName: '****' }],
  [{ attribute: '186****5668' }],
  [{ cardNo: 'VIP*1' }],
  [{ cardNo: '62220213****3800' }],
  [{}],
])('passes %j', async (texts) => {
  expect(await pass(texts)).toBe(1)
})
