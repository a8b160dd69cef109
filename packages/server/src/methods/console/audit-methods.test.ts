import { listAudit } from '@yaoquan/api'
import { expect, test } from 'vitest'
import { administrativeKinds } from '#domain/events/list-administration'

test('the audit trail can be asked for each kind of event that it has, and for no other', () => {
  expect(listAudit.request.kind.oneOf.toSorted()).toEqual(administrativeKinds.toSorted())
})
