import { expect, test } from 'vitest'
import { noClaimsOn } from '#domain/templates/claim-count'
import { storedTemplateOf } from '#testing/example-stored-template'
import { templateOf } from '#testing/example-template'
import { closeTemplate, reopenTemplate, saveTemplate } from './save-template.ts'

const nothing = {
  stored: undefined,
  existing: [],
  published: undefined,
  claimed: noClaimsOn('2026-11-29'),
  unknown: [],
}
const claimed = { total: 7, day: '2026-11-29', onDay: 2 }
const waiting = { state: 'draft', approval: { kind: 'waiting' } } as const

type Saving = Parameters<typeof saveTemplate.decide>[0]

function saving(input: Saving['input'], found: Partial<Saving['found']> = {}) {
  return saveTemplate.decide({ input, found: { ...nothing, ...found }, nowMs: 0 })
}

test('a template begins with version 1, and counts nothing that it does not limit', () => {
  const terms = templateOf()
  const saved = { from: undefined, version: 1, terms, countsStock: false, countsMembers: false, newStock: undefined }
  expect(saving({ terms })).toEqual({
    kind: 'done',
    answer: { version: 1 },
    changes: [{ kind: 'templateSaved', to: saved }],
  })
})

test.each([
  [{ stockTotal: 1 }, { countsStock: true, countsMembers: false }],
  [{ stockPerDay: 1 }, { countsStock: true, countsMembers: false }],
  [{ memberTotal: 1 }, { countsStock: false, countsMembers: true }],
  [{ memberPerDay: 1 }, { countsStock: false, countsMembers: true }],
])('with %j it counts %j', (limits, counts) => {
  expect(saving({ terms: templateOf(limits) })).toMatchObject({ changes: [{ to: counts }] })
})

test('a stock begins with what was claimed before there was one, and once', () => {
  const terms = templateOf({ stockTotal: 9 })
  const saved = (stored: ReturnType<typeof storedTemplateOf>) => saving({ terms }, { stored, claimed })
  expect(saved(storedTemplateOf())).toMatchObject({ answer: { version: 2 }, changes: [{ to: { newStock: claimed } }] })
  const counted = storedTemplateOf({}, { countsStock: true, claimed })
  expect(saved(counted)).toMatchObject({ changes: [{ to: { countsStock: true, newStock: undefined } }] })
})

test('a limit that is dropped is counted on', () => {
  const stored = storedTemplateOf({ stockTotal: 1, memberTotal: 1 }, { countsStock: true, countsMembers: true })
  expect(saving({ terms: templateOf() }, { stored })).toMatchObject({
    changes: [{ to: { countsStock: true, countsMembers: true } }],
  })
})

test('a closed template is not saved, nor one that names a group of shops that does not exist', () => {
  const terms = templateOf({ shop: '01,@华东,@华北' })
  const refused = (refusal: object) => ({ kind: 'refused', refusal })
  const stored = storedTemplateOf({}, { isClosed: true })
  expect(saving({ terms }, { stored })).toEqual(refused({ kind: 'template-closed' }))
  expect(saving({ terms }, { existing: ['华东'] })).toEqual(refused({ kind: 'unknown-shop-group', name: '华北' }))
  expect(saving({ terms }, { existing: ['华东', '华北'] }).kind).toBe('done')
})

test('a template is not saved with a code that is not known, and keeps those of its version before', () => {
  const reads = (mustKnowCodes: boolean) => {
    const terms = templateOf({ shop: '01,02,@华东', category: 'OTC', excludeCategory: '药,OTC' })
    const reading = saveTemplate.reads({ terms, mustKnowCodes }, { nowMs: 0 })
    reading.next()
    return reading.next({
      stored: storedTemplateOf({ shop: '01', category: '药', excludeCategory: '药' }),
      existing: [],
    })
  }
  const added = {
    shops: { kind: 'unknownShops', by: ['02'] },
    categories: { kind: 'unknownCategories', by: ['OTC', 'OTC'] },
  }
  expect(reads(true)).toEqual({ done: false, value: added })
  expect(reads(false).done).toBe(true)
  const unknown = [{ field: 'excludeCategory', codes: ['OTC'] }] as const
  const refusal = { kind: 'unknown-codes', unknown }
  expect(saving({ terms: templateOf() }, { unknown })).toEqual({ kind: 'refused', refusal })
})

test('where approval is asked for, what makes coupons worth more waits as a draft', () => {
  const published = storedTemplateOf({ couponAmountFen: 1000 })
  const more = templateOf({ couponAmountFen: 2000 })
  const request = { terms: more, isApprovalAsked: true }
  const waits = { answer: { version: 2, isWaiting: true }, changes: [{ to: { terms: waiting } }] }
  expect(saving(request, { stored: published, published })).toMatchObject(waits)
  expect(saving(request, { stored: published })).toMatchObject(waits)
  for (const input of [
    { terms: more },
    { ...request, terms: { ...published.terms, notes: '备注' } },
    { ...request, terms: { ...more, state: 'draft' as const } },
  ]) {
    expect(saving(input, { stored: published, published })).toMatchObject({
      answer: { version: 2 },
      changes: [{ to: { terms: input.terms } }],
    })
  }
})

test('a template is closed and opened once', () => {
  const input = { couponId: 'T', reason: '停用' }
  const [open, closed] = [storedTemplateOf(), storedTemplateOf({}, { isClosed: true })]
  const decided = (change: typeof closeTemplate, stored: typeof open | undefined) =>
    change.decide({ input, found: { stored }, nowMs: 0 })
  for (const [change, from, to, isClosed] of [
    [closeTemplate, open, closed, true],
    [reopenTemplate, closed, open, false],
  ] as const) {
    expect(decided(change, from)).toEqual({
      kind: 'done',
      answer: { isUnchanged: false },
      changes: [{ kind: 'templateClosed', to: { template: from, isClosed, reason: '停用' } }],
    })
    expect(decided(change, to)).toEqual({ kind: 'done', answer: { isUnchanged: true }, changes: [] })
    expect(decided(change, undefined)).toEqual({ kind: 'refused', refusal: { kind: 'template-not-found' } })
  }
})
