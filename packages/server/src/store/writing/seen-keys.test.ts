import { expect, test } from 'vitest'
import { load } from '#domain/lifecycle/act'
import { groupsWithShop } from '#domain/lifecycle/reads'
import { shopGroupChanged } from '#domain/lifecycle/seller-changes'
import { GroupChanges, SeenReads } from './seen-keys.ts'

test('groups of shops are read again by an act after another one of its group changed one', () => {
  const read = () => load({ groups: groupsWithShop(['east'], '01') })
  const changes = new GroupChanges()
  const reads = new SeenReads()
  const reading = reads.of(read())
  reading.next()
  reading.next({ groups: ['east'] })
  expect(reads.areChanged(changes)).toBe(false)
  changes.add(
    shopGroupChanged({ name: 'east', from: { name: 'east', shops: '01', version: 1, setAtMs: 0 }, to: undefined }),
  )
  expect(reads.areChanged(changes)).toBe(true)
  const again = new SeenReads().of(read(), { reads, changes }).next()
  expect(again).toEqual({ done: false, value: { groups: groupsWithShop(['east'], '01') } })
})
