import { expect, it } from 'vitest'
import { eventKindNames, eventKinds } from './event-kinds.ts'

it.each(['zh', 'en'] as const)('every kind of event has a label of its own in %s', (language) => {
  const labels = eventKindNames.map((kind) => eventKinds[kind][language])
  expect(labels).not.toContain('')
  expect(new Set(labels).size).toBe(eventKindNames.length)
})
