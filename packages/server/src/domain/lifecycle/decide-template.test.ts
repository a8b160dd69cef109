import { expect, test } from 'vitest'
import type { StoredTemplate } from '#domain/templates/template-store'
import { storedTemplateOf } from '#testing/example-stored-template'
import { decideTemplate } from './decide-template.ts'

const submitted = { state: 'draft', approval: { kind: 'waiting' }, savedBy: 'app:1' } as const
const stored = storedTemplateOf(submitted, { version: 3, newestVersion: 3, savedAtMs: 5 })
const input = {
  couponId: 'T',
  version: 3,
  verdict: 'approved',
  note: '同意',
  approver: 'operator:li',
  knownApps: ['2'],
} as const

type Deciding = Parameters<typeof decideTemplate.decide>[0]

function deciding(found: Partial<Deciding['found']>, request: Partial<Deciding['input']> = {}) {
  return decideTemplate.decide({
    input: { ...input, ...request },
    found: { stored, ...found },
    nowMs: 0,
  })
}

test.each([
  ['approved', 'published'],
  ['sent-back', 'draft'],
] as const)('a version that is %s makes the next one, as %s', (verdict, state) => {
  const approval = { kind: verdict, submittedBy: 'app:1', note: '同意' }
  expect(deciding({}, { verdict })).toMatchObject({
    kind: 'done',
    answer: { version: 4 },
    changes: [{ kind: 'templateSaved', to: { from: stored, version: 4, terms: { ...stored.terms, state, approval } } }],
  })
})

const other = (terms: Partial<StoredTemplate['terms']>): StoredTemplate => ({
  ...stored,
  terms: { ...stored.terms, ...terms },
})
const notWaiting = { kind: 'not-waiting', version: 3, savedBy: 'app:1', atMs: 5 }

test.each([
  ['that does not exist', { stored: undefined }, {}, { kind: 'template-not-found' }],
  ['that is closed', { stored: { ...stored, isClosed: true } }, {}, { kind: 'template-closed' }],
  ['with a newer version', {}, { version: 2 }, notWaiting],
  ['that does not wait', { stored: other({ approval: undefined }) }, {}, notWaiting],
  ['by who saved it', {}, { approver: 'app:1' }, { kind: 'approver-is-submitter' }],
  ['by who knows the secret', {}, { knownApps: ['1'] }, { kind: 'approver-knows-secret' }],
])('a template %s is not decided on', (_name, found, request, refusal) => {
  expect(deciding(found, request)).toEqual({ kind: 'refused', refusal })
})
