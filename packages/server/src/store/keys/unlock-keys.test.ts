import { expect, test } from 'vitest'
import { createKeyGeneration, type KeyGeneration } from '#encryption/key-generation'
import { keySteps, type StoreKey } from '#store/tables/store-key'
import { keyContext, type RetiredContent, sealRetired, unlockKeys } from './unlock-keys.ts'

const [first, second, third] = [1, 2, 3].map((number) =>
  createKeyGeneration(number, new Uint8Array(32).fill(number)),
) as [KeyGeneration, KeyGeneration, KeyGeneration]

function rowOf({ generation, subkeys }: KeyGeneration, row: Partial<StoreKey> & Pick<StoreKey, 'step'>): StoreKey {
  const sealed = { forwardSealed: undefined, backwardSealed: undefined, endedAtMs: undefined }
  return { generation, keyCheck: subkeys.keyCheck, startedAtMs: 1, ...sealed, ...row }
}

function handOver(from: KeyGeneration, to: KeyGeneration, direction: 'forward' | 'backward'): Uint8Array {
  return from.keys.seal(Buffer.from(to.masterKey).toString('base64'), keyContext(direction, to.generation))
}

/** What is stored while the second generation takes the place of the first. */
function rotating(steps: Readonly<{ from: number; to: number }>): readonly StoreKey[] {
  return [
    rowOf(first, { step: steps.from, backwardSealed: handOver(second, first, 'backward') }),
    rowOf(second, { step: steps.to, forwardSealed: handOver(first, second, 'forward') }),
  ]
}

function contentOf({ generation, subkeys }: KeyGeneration): RetiredContent {
  const { requestDigest, sessionDigest, textIndex, checkpointSeed, rowSeal } = subkeys
  return {
    generation,
    requestDigest,
    sessionDigest,
    textIndex,
    checkpointKey: checkpointSeed,
    rowSeal: generation === 1 ? rowSeal : undefined,
  }
}

function unlocked(stored: readonly StoreKey[], ...masterKeys: readonly KeyGeneration[]) {
  const result = unlockKeys(
    stored,
    masterKeys.map(({ masterKey }) => masterKey),
  )
  if (result.kind !== 'unlocked') return result.kind
  const { current, live, retired } = result.keys
  return [current.generation, live.map(({ generation }) => generation), retired.map(({ generation }) => generation)]
}

test('a store with one master key opens with it, and with no other', () => {
  const stored = [rowOf(first, { step: keySteps.current })]
  expect(unlocked(stored, first)).toEqual([1, [1], []])
  expect(unlocked(stored, second)).toBe('unknown')
  expect(unlocked(stored, third, first)).toEqual([1, [1], []])
})

test.each([
  ['announced', { from: keySteps.current, to: keySteps.next }, 1],
  ['in use', { from: keySteps.retiring, to: keySteps.current }, 2],
])('while a new master key is %s, the old and the new one both open everything', (_when, steps, current) => {
  for (const key of [first, second]) expect(unlocked(rotating(steps), key)).toEqual([current, [2, 1], []])
  expect(unlocked(rotating(steps), third)).toBe('unknown')
})

test('a copy of the store without the handed-over key opens with the new key only, once that is in use', () => {
  const without = (stored: readonly StoreKey[]) => stored.map((key) => ({ ...key, forwardSealed: undefined }))
  const announced = without(rotating({ from: keySteps.current, to: keySteps.next }))
  expect([unlocked(announced, first), unlocked(announced, second)]).toEqual([
    [1, [1], []],
    [1, [2, 1], []],
  ])
  const inUse = without(rotating({ from: keySteps.retiring, to: keySteps.current }))
  expect([unlocked(inUse, first), unlocked(inUse, second)]).toEqual(['incomplete', [2, [2, 1], []]])
})

test('after two rotations only the newest key opens the store, and what is kept of the others', () => {
  const retired = (key: KeyGeneration) =>
    rowOf(key, { step: keySteps.retired, endedAtMs: 5, backwardSealed: sealRetired(contentOf(key), third) })
  const stored = [retired(first), retired(second), rowOf(third, { step: keySteps.current })]
  expect(unlocked(stored, third)).toEqual([3, [3], [2, 1]])
  for (const key of [first, second]) {
    expect(unlockKeys(stored, [key.masterKey])).toEqual({ kind: 'retired', endedAtMs: 5 })
  }
  const result = unlockKeys(stored, [third.masterKey])
  if (result.kind !== 'unlocked') throw new Error(result.kind)
  const [ofSecond, ofFirst] = result.keys.retired
  expect(ofSecond?.requests('content')).toEqual(second.requests('content'))
  expect(ofFirst?.tokens('token')).toEqual(first.tokens('token'))
  expect(ofFirst?.texts('text')).toEqual(first.indexes.text('text'))
  const alone = unlockKeys([rowOf(first, { step: keySteps.current })], [first.masterKey])
  if (alone.kind !== 'unlocked') throw new Error(alone.kind)
  expect(result.keys.rows.of('coupon', [1])).toEqual(alone.keys.rows.of('coupon', [1]))
})
