import { expect, test } from 'vitest'
import type { WaitingRequest } from '#domain/people/waiting-request'
import { askSecondPerson, decideRequest } from './ask-second-person.ts'

const [nowMs, weekMs] = [1_000, 7 * 86_400_000]
const subject = { kind: 'erase-member', memberId: 'M1', reason: '会员要求' } as const
const li = 'operator:li.na'

function waitingOne(part: Partial<WaitingRequest> = {}): WaitingRequest {
  return { requestId: 'one', subject, askedBy: li, askedAtMs: 1, untilMs: nowMs + 1, ...part }
}

const ask = (waiting: readonly WaitingRequest[]) =>
  askSecondPerson.decide({ input: { requestId: 'new', subject, by: li }, found: { waiting }, nowMs })

const decide = (waiting: readonly WaitingRequest[], isApproved: boolean, by = 'operator:wang') =>
  decideRequest.decide({ input: { requestId: 'one', by, isApproved }, found: { waiting }, nowMs })

test('a request waits a week', () => {
  const to = { requestId: 'new', subject, askedBy: li, askedAtMs: nowMs, untilMs: nowMs + weekMs }
  expect(ask([])).toMatchObject({ kind: 'done', changes: [{ kind: 'requestWaits', to: { to } }] })
})

test('what waits already is not asked for again, whatever its reason', () => {
  const other = waitingOne({ subject: { ...subject, reason: '登记有误' } })
  expect(ask([other])).toMatchObject({ kind: 'done', answer: { requestId: 'one' }, changes: [] })
})

test('a request whose time is over makes room for another, and nobody decides on it', () => {
  const late = waitingOne({ untilMs: nowMs })
  const gone = { kind: 'requestWaits', to: { from: late, verdict: undefined } }
  expect(ask([late])).toMatchObject({ answer: { requestId: 'new' }, changes: [gone, { kind: 'requestWaits' }] })
  expect(decide([late], true)).toMatchObject({ kind: 'refused', refusal: { kind: 'not-waiting' } })
})

test('no more than 100 wait', () => {
  const many = Array.from({ length: 100 }, (_, place) =>
    waitingOne({ requestId: `r${place}`, subject: { ...subject, memberId: `M${place + 2}` } }),
  )
  expect(ask(many)).toMatchObject({ kind: 'refused', refusal: 'too-many-wait' })
  expect(ask(many.slice(1))).toMatchObject({ kind: 'done' })
})

test.each([
  [true, 'operator:wang', 'approved'],
  [false, 'operator:wang', 'refused'],
  [false, li, 'withdrawn'],
])('the verdict %s of %s is %s', (isApproved, by, verdict) => {
  const from = waitingOne()
  const changes = [{ kind: 'requestWaits', to: { from, verdict } }]
  expect(decide([from], isApproved, by)).toMatchObject({ kind: 'done', answer: { decided: from, verdict }, changes })
})

test('nobody approves what they asked for', () => {
  expect(decide([waitingOne()], true, li)).toMatchObject({ kind: 'refused', refusal: { kind: 'asked-it-oneself' } })
})
