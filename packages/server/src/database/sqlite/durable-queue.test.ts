import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '#testing/temporary-folder'
import { openDurableQueue } from './durable-queue.ts'

it('gives items of a lane in order, also after it was closed, and leaves nothing of those that were removed', () => {
  const folder = temporaryFolder()
  const file = join(folder, 'queue.db')
  const item = (lane: string, text: string, atMs: number) => ({ lane, content: Buffer.from(text), atMs })
  const queue = openDurableQueue(file)
  queue.add([item('b', 'first-secret', 5), item('a', 'other', 6), item('b', 'second', 7)])
  const place = queue.first('b')?.place ?? 0
  queue.refused(place)
  queue.close()
  const again = openDurableQueue(file)
  expect(() => openDurableQueue(file)).toThrow('locked')
  expect([...again.lanes()].toSorted()).toEqual(['a', 'b'])
  expect(again.first('b')).toMatchObject({ place, refusals: 1, atMs: 5, content: Buffer.from('first-secret') })
  expect(again.waiting()).toEqual({ items: 3, oldestAtMs: 5 })
  again.remove(place)
  expect(again.first('b')?.content).toEqual(Buffer.from('second'))
  expect(again.waiting()).toEqual({ items: 2, oldestAtMs: 6 })
  expect(readdirSync(folder).filter((name) => readFileSync(join(folder, name)).includes('first-secret'))).toEqual([])
  again.close()
  expect(statSync(file).mode & 0o777).toBe(0o600)
})
