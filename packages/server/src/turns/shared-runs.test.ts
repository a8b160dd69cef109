import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { sharingRuns } from './shared-runs.ts'

function recording(max: number) {
  const runs: (readonly number[])[] = []
  const share = sharingRuns<number>(async (items) => {
    runs.push(items)
    await delay(5)
    if (items.includes(13)) throw new Error('unlucky')
  }, max)
  return { runs, share }
}

test('calls that come while a run is under way share the next one', async () => {
  const { runs, share } = recording(100)
  const first = share(1)
  await delay(1)
  await Promise.all([first, share(2), share(3)])
  await share(4)
  expect(runs).toEqual([[1], [2, 3], [4]])
})

test('no run takes more items than it may', async () => {
  const { runs, share } = recording(2)
  await Promise.all([1, 2, 3, 4, 5].map(share))
  expect(runs).toEqual([[1, 2], [3, 4], [5]])
})

test('a run that fails fails its own calls only', async () => {
  const { share } = recording(2)
  const kinds = (await Promise.allSettled([1, 13, 2, 3].map(share))).map(({ status }) => status)
  expect(kinds).toEqual(['rejected', 'rejected', 'fulfilled', 'fulfilled'])
})
