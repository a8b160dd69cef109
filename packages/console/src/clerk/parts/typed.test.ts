import { afterEach, expect, test, vi } from 'vitest'
import { keepTyped, typedBefore } from './typed.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

test.each([
  ['POS-20261124-8', 'POS-20261124-8'],
  ['138 0013 8000', ''],
])('of the order %s this tab remembers "%s"', (orderId, remembered) => {
  const texts = new Map<string, string>()
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => texts.get(key) ?? null,
    setItem: (key: string, text: string) => texts.set(key, text),
  })
  keepTyped('li', { codes: ['A1'], orderId, amount: '12' })
  expect(typedBefore('li')).toEqual({ codes: [], orderId: remembered, amount: '12' })
})
