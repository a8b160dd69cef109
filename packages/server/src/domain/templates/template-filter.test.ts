import { expect, test } from 'vitest'
import { storedTemplateOf } from '#testing/example-stored-template'
import { stageOf } from './template-filter.ts'

const fixed = { kind: 'fixed', startDate: '2026-11-01', endDate: '2026-11-29' } as const

test.each<[string, Parameters<typeof storedTemplateOf>[0], string, string]>([
  ['before its publication', { publishAt: '2026-11-29 12:00:00' }, '11:59:59.999', 'waiting'],
  ['from its publication', { publishAt: '2026-11-29 12:00:00' }, '12:00:00.000', 'open'],
  ['before claims begin', { claimFrom: '2026-11-29 12:00:00' }, '11:59:59.999', 'waiting'],
  ['when claims begin', { claimFrom: '2026-11-29 12:00:00' }, '12:00:00.000', 'open'],
  ['in the last second of claims', { claimTo: '2026-11-29 12:00:00' }, '12:00:00.999', 'open'],
  ['after the last second of claims', { claimTo: '2026-11-29 12:00:00' }, '12:00:01.000', 'ended'],
  ['on its last day', { validity: fixed }, '23:59:59.999', 'open'],
  ['after its last day', { validity: { ...fixed, endDate: '2026-11-28' } }, '00:00:00.000', 'ended'],
])('the stage of a template %s', (_what, terms, time, stage) => {
  expect(stageOf(storedTemplateOf(terms), Date.parse(`2026-11-29T${time}+08:00`))).toBe(stage)
})
