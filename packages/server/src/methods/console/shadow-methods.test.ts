import { expect, test } from 'vitest'
import { type ShadowConditions, type ShadowRuns, setShadowConditionsMethod } from './shadow-methods.ts'

const context = { sellerId: '1', actor: 'operator:owner', requestId: 'r', nowMs: 5 } as never

async function set(...conditions: readonly { name: 'days' | 'agreement'; goal: string }[]) {
  const seen: ShadowConditions[] = []
  const shadows: ShadowRuns = {
    list: () => [],
    decide: () => 'done',
    route: async () => 'done',
    setConditions(given) {
      seen.push(given)
      return 'done'
    },
  }
  const { result } = await setShadowConditionsMethod({ shadows }).call({ port: 9180, conditions }, context)
  return { result, seen }
}

test('replaces the conditions by those that are given', async () => {
  const { result, seen } = await set({ name: 'days', goal: '14' }, { name: 'agreement', goal: '99.95' })
  expect(result).toEqual({ success: true })
  expect(seen).toEqual([{ sellerId: '1', port: 9180, conditions: { days: 14, agreement: 99.95 }, nowMs: 5 }])
})

test.each([
  ['a day that is none', [{ name: 'days', goal: '0' }], 'days 应为 1 到 400 的整数'],
  ['half a day', [{ name: 'days', goal: '1.5' }], 'days 应为 1 到 400 的整数'],
  ['more than all', [{ name: 'agreement', goal: '100.01' }], 'agreement 应为 0 到 100，最多两位小数'],
  ['three decimals', [{ name: 'agreement', goal: '99.999' }], 'agreement 应为 0 到 100，最多两位小数'],
  [
    'one twice',
    [
      { name: 'days', goal: '1' },
      { name: 'days', goal: '2' },
    ],
    'days 只能给出一次',
  ],
] as const)('refuses %s', async (_name, conditions, message) => {
  const { result, seen } = await set(...conditions)
  expect(result).toMatchObject({ errorCode: 'INVALID_SETTING', errorMessage: message, success: false })
  expect(seen).toEqual([])
})
