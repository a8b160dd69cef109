import { expect, it } from 'vitest'
import { eventTable } from './row-tables.ts'

const event = {
  eventSeq: 1,
  kind: 'shop_group',
  at: '2026-11-24 22:29:00',
  actor: 'operator:shop-group',
  hash: '',
} as const

it.each([
  ['a short text is printed whole', 500, 500, ''],
  ['of a long one the beginning is', 6_000, 500, '…'],
])('%s', (_name, length, printed, end) => {
  const lines = eventTable()([{ ...event, after: '药'.repeat(length) }])
  expect(lines).toContain(`${'药'.repeat(printed)}${end}`)
  expect(lines).not.toContain('药'.repeat(printed + 1))
})
