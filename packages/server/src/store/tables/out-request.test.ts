import { expect, test } from 'vitest'
import { sharingOf } from '#database/shared-statements'
import { findOutRequests } from './out-request.ts'

test('a number that no row has yet is not taken for one that reads undefined, null or nothing', () => {
  const sharing = sharingOf(findOutRequests)
  if (sharing?.kind !== 'list') throw new TypeError('the statement is not shared as a list')
  const keysOf = (requestNo: string | undefined) =>
    sharing.keysOfItem({ sellerId: '111', requestNo, part: 0, signDigest: undefined })
  for (const requestNo of ['undefined', 'null', '']) {
    const key = sharing.keyOfRow([new Uint8Array(32), '{}', null, requestNo, 0, null])
    expect(keysOf(requestNo)).toEqual([key])
    expect(keysOf(undefined)).not.toContain(key)
  }
})
