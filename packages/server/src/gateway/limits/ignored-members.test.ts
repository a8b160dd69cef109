import { createIgnoredCounter } from '@yaoquan/api'
import { expect, test } from 'vitest'
import { createIgnoredMembers } from './ignored-members.ts'

const ignored = { appKey: '1', method: 'query', name: 'phne' }

test('counts what apps send and methods ignore', async () => {
  const members = createIgnoredMembers()
  members.note(ignored)
  members.note(ignored)
  expect(await members.of('1')).toEqual([{ method: 'query', name: 'phne', calls: 2 }])
})

test('counts for all processes where there are several, and tells nothing without an answer', async () => {
  const counter = createIgnoredCounter()
  const two = [1, 2].map(() =>
    createIgnoredMembers(async ({ appKey, member }) => {
      if (member !== undefined) counter.note({ appKey, ...member })
      return counter.of(appKey)
    }),
  )
  for (const members of two) members.note(ignored)
  for (const members of two) expect(await members.of('1')).toEqual([{ method: 'query', name: 'phne', calls: 2 }])
  expect(await createIgnoredMembers(async () => undefined).of('1')).toEqual([])
})
