import { expect, test } from 'vitest'
import { auditUntil } from './audit-parts.ts'

test('a signal ends the process while the files of the database are checked, and only the audit afterwards', async () => {
  const before = process.listenerCount('SIGINT')
  const handlers: number[] = []
  const note = async () => {
    handlers.push(process.listenerCount('SIGINT') - before)
  }
  const pass = {
    progress: { done: 0, planned: 1, sellerId: undefined },
    isDone: false,
    checkStorage: note,
    async next() {
      await note()
      pass.isDone = true
    },
  }
  expect(await auditUntil(pass, Number.POSITIVE_INFINITY)).toBe(false)
  expect(handlers).toEqual([0, 1])
  expect(process.listenerCount('SIGINT')).toBe(before)
})
