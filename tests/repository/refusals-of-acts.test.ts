import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { findUntestedRefusals } from '../../scripts/architecture/refusals-of-acts.ts'

test('decides each refusal of each act in a unit test', () => {
  const server = fileURLToPath(new URL('../../packages/server/src/', import.meta.url))
  const paths = readdirSync(`${server}domain`, { recursive: true, encoding: 'utf8' })
  const domain = paths.filter((path) => path.endsWith('.ts')).map((path) => `domain/${path.replaceAll('\\', '/')}`)
  const texts = new Map(domain.map((path) => [path, readFileSync(`${server}${path}`, 'utf8')]))
  const { refusals, untested } = findUntestedRefusals(texts)
  expect(refusals).toBeGreaterThan(180)
  expect(untested).toEqual([
    // Only a phone is ambiguous. These acts name members by id or card.
    { act: 'domain/lifecycle/by-member-id.ts byMemberId', kinds: ['member-ambiguous'] },
    // An extension and a void answer by coupon, with `used` or `void`.
    { act: 'domain/lifecycle/extend-coupons.ts extendCoupons', kinds: ['not-usable'] },
    // Operators select coupons that exist, so reserved codes are not looked up.
    { act: 'domain/lifecycle/hold-selected.ts holdSelected', kinds: ['coupon-not-claimed'] },
    { act: 'domain/lifecycle/hold-selected.ts releaseSelected', kinds: ['coupon-not-claimed'] },
    { act: 'domain/lifecycle/merge-members.ts mergeMembers', kinds: ['member-ambiguous'] },
    { act: 'domain/lifecycle/replace-card.ts replaceCard', kinds: ['member-ambiguous'] },
    { act: 'domain/lifecycle/void-coupons.ts voidCoupons', kinds: ['not-usable'] },
  ])
})

test('finds refusals of an act, and of the rules that it calls, that no test of it has as a text', () => {
  const rule = `export type Refusal = { kind: 'too-late' | 'too-early' }
    export function check(): Refusal | undefined { return late ? { kind: 'too-late' } : undefined }
    export const other = () => refused({ kind: 'of-others' })`
  const act = `import { check } from './rule.ts'
    export const step = act({ decide: ({ known }) => known ? refused(check()) : refused({ kind: 'unknown' }) })`
  const files = (test: string) =>
    new Map([
      ['domain/a/rule.ts', rule],
      ['domain/a/step.ts', act],
      ['domain/a/step.test.ts', test],
    ])
  const untestedBy = (test: string) => findUntestedRefusals(files(test)).untested.flatMap(({ kinds }) => kinds)
  const imported = `import { step } from './step.ts'\n`
  expect(untestedBy(`${imported}// 'unknown', 'too-late'`)).toEqual(['too-late', 'unknown'])
  expect(untestedBy(`${imported}expect(x).toEqual({ kind: 'unknown' })`)).toEqual(['too-late'])
  expect(untestedBy(`${imported}test.each(['unknown', 'too-late'])`)).toEqual([])
  expect(untestedBy(`test.each(['unknown', 'too-late'])`)).toEqual(['too-late', 'unknown'])
})
