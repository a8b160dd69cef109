import { expect, test } from 'vitest'
import { handleFinding } from './handle-finding.ts'

type Deciding = Parameters<typeof handleFinding.decide>[0]
type Found = NonNullable<Deciding['found']['finding']>

const nowMs = 1_000
const note = '已与门店核对'
const handled = { by: 'operator:wang', atMs: 500, note: '' }
const input = { day: '2026-11-24', findingId: 'F', note, isReopened: false, by: 'operator:li' } as const

function deciding(finding: Partial<Found> | undefined, isReopened = false) {
  const found = { finding: finding && ({ isPending: false, handled: undefined, ...finding } as Found) }
  return handleFinding.decide({ input: { ...input, isReopened }, found, nowMs })
}

test('an open finding is marked as handled, and a handled one is opened again', () => {
  const to = { by: 'operator:li', atMs: nowMs, note }
  expect(deciding({})).toMatchObject({ kind: 'done', changes: [{ kind: 'findingHandled', to: { to, note } }] })
  expect(deciding({ handled }, true)).toMatchObject({
    kind: 'done',
    changes: [{ kind: 'findingHandled', to: { to: undefined, note } }],
  })
})

test.each([
  ['that the report does not have', undefined, false, { kind: 'unknown' }],
  ['that waits for an order', { isPending: true }, false, { kind: 'pending' }],
  ['that another person handled', { handled }, false, { kind: 'changed', handled }],
  ['that another person opened again', {}, true, { kind: 'changed', handled: undefined }],
])('a finding %s stays as it is', (_what, finding, isReopened, refusal) => {
  expect(deciding(finding, isReopened)).toEqual({ kind: 'refused', refusal })
})
