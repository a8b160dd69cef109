import { expect, onTestFinished, test, vi } from 'vitest'
import { DatabaseFault } from '#database/mysql/database-fault'
import { answerLimitMs, lastKnown } from './last-known.ts'

const away = new DatabaseFault('no answer', { kind: 'unavailable', errno: 0 })

function directory() {
  const apps = new Map([['1', { appKey: '1' }]])
  const state: { fault: Error | undefined; silence: Promise<void> | undefined } = {
    fault: undefined,
    silence: undefined,
  }
  const { find, refresh } = lastKnown(async (key) => {
    await state.silence
    if (state.fault !== undefined) throw state.fault
    return apps.get(key)
  })
  return { apps, state, find, refresh }
}

test('while the directory is down, what was found before is answered, and nothing else', async () => {
  const { state, find } = directory()
  expect(await find('1')).toEqual({ appKey: '1' })
  state.fault = away
  for (let call = 0; call < 3; call += 1) expect(await find('1')).toEqual({ appKey: '1' })
  await expect(find('2')).rejects.toBe(away)
})

test('while the directory is there, its answer counts: an app that is gone is gone, also when it is down later', async () => {
  const { apps, state, find } = directory()
  await find('1')
  apps.clear()
  expect(await find('1')).toBeUndefined()
  state.fault = away
  await expect(find('1')).rejects.toBe(away)
})

test('once the directory answers again, a change holds', async () => {
  const { apps, state, find } = directory()
  await find('1')
  state.fault = away
  await find('1')
  apps.set('1', { appKey: 'changed' })
  state.fault = undefined
  await expect.poll(() => find('1')).toEqual({ appKey: 'changed' })
})

test('a fault that will not pass is none of a directory that is down', async () => {
  const { state, find } = directory()
  await find('1')
  state.fault = new Error('a bug')
  await expect(find('1')).rejects.toThrow('a bug')
})

test('a directory that does not answer is waited for once, for half a second', async () => {
  const { state, find } = directory()
  await find('1')
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const answer = Promise.withResolvers<void>()
  state.silence = answer.promise
  const first = find('1')
  await vi.advanceTimersByTimeAsync(answerLimitMs)
  expect(await first).toEqual({ appKey: '1' })
  expect(await find('1')).toEqual({ appKey: '1' })
  answer.resolve()
})

test('a copy that no call used is refreshed, so that an app disabled before the directory went down is not answered', async () => {
  const { apps, state, find, refresh } = directory()
  await find('1')
  apps.clear()
  await refresh(AbortSignal.abort())
  state.fault = away
  expect(await find('1')).toEqual({ appKey: '1' })
  state.fault = undefined
  await refresh()
  state.fault = away
  await expect(find('1')).rejects.toBe(away)
})
