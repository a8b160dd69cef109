import { expect, test } from 'vitest'
import { screens } from './screens.tsx'

test('each letter opens one screen, and none is a key of lists', () => {
  const letters = screens.flatMap(({ jump }) => (jump === undefined ? [] : [jump]))
  expect(letters).toEqual([...new Set(letters)])
  for (const letter of letters) expect(letter).toMatch(/^[a-ilm-z]$/)
})
