import { expect, test } from 'vitest'
import type { WaitingRequest } from '#domain/people/waiting-request'
import { askSecondPerson, decideRequest, endCarriedOut } from './ask-second-person.ts'

const [nowMs, weekMs] = [1_000, 7 * 86_400_000]
const subject = { kind: 'erase-member', memberId: 'M1', reason: '会员要求' } as const
const li = 'operator:li.na'

function waitingOne(part: Partial<WaitingRequest> = {}): WaitingRequest {
  return { requestId: 'one', subject, askedBy: li, askedAtMs: 1, untilMs: nowMs + 1, ...part }
}

const ask = (waiting: readonly WaitingRequest[]) =>
  askSecondPerson.decide({ input: { requestId: 'new', subject, by: li }, found: { waiting }, nowMs })

const decide = (waiting: readonly WaitingRequest[], isApproved: boolean, by = 'operator:wang') =>
  decideRequest.decide({ input: { seen: waitingOne(), by, isApproved }, found: { waiting }, nowMs })

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
  const gone = { kind: 'requestWaits', to: { from: late, verdict: 'expired' } }
  expect(ask([late])).toMatchObject({ answer: { requestId: 'new' }, changes: [gone, { kind: 'requestWaits' }] })
  expect(decide([late], true)).toMatchObject({ kind: 'refused', refusal: { kind: 'not-waiting' } })
})

test('no more than 100 wait', () => {
  const many = Array.from({ length: 100 }, (_, place) =>
    waitingOne({
      requestId: `r${place}`,
      subject: { ...subject, memberId: `M${place + 2}` },
      askedBy: `operator:${place % 10}`,
    }),
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
  expect(decide([from], isApproved, by)).toMatchObject({ kind: 'done', answer: { verdict }, changes })
})

test('what is approved may be approved again until it is done, however late, and not refused', () => {
  const approved = waitingOne({ approvedBy: 'operator:wang', untilMs: nowMs - 1 })
  expect(decide([approved], true, 'operator:chen')).toEqual({
    kind: 'done',
    answer: { verdict: 'approved' },
    changes: [],
  })
  expect(decide([approved], true, li)).toMatchObject({ refusal: { kind: 'asked-it-oneself' } })
  expect(decide([approved], false)).toMatchObject({ refusal: { kind: 'not-waiting' } })
  expect(ask([approved])).toMatchObject({ answer: { requestId: 'one' }, changes: [] })
})

test('nobody decides on what they did not see', () => {
  const input = { seen: undefined, by: 'operator:wang', isApproved: true }
  expect(decideRequest.decide({ input, found: { waiting: [waitingOne()] }, nowMs })).toMatchObject({
    refusal: { kind: 'not-waiting' },
  })
})

test('one person keeps nobody else from asking', () => {
  const many = Array.from({ length: 20 }, (_, place) =>
    waitingOne({ requestId: `r${place}`, subject: { ...subject, memberId: `M${place + 2}` } }),
  )
  expect(ask(many)).toMatchObject({ kind: 'refused', refusal: 'too-many-wait' })
  expect(ask(many.map((one) => ({ ...one, askedBy: 'operator:wang' })))).toMatchObject({ kind: 'done' })
})

test('nobody approves what they asked for', () => {
  expect(decide([waitingOne()], true, li)).toMatchObject({ kind: 'refused', refusal: { kind: 'asked-it-oneself' } })
})

const aboutApp = { kind: 'rotate-app', appKey: '12345678', reason: '泄露' } as const
const refusedOne = { verdict: 'refused', by: 'operator:wang', atMs: 5, reason: '不需要' } as const

test('what came of a request about an app stays a week, and then makes room without an event', () => {
  const from = waitingOne({ subject: aboutApp })
  const input = { seen: from, by: 'operator:wang', isApproved: false, reason: '不需要' }
  const ended = { ...refusedOne, atMs: nowMs }
  expect(decideRequest.decide({ input, found: { waiting: [from] }, nowMs })).toMatchObject({
    changes: [{ to: { from, ended, untilMs: nowMs + weekMs } }],
  })
  const over = waitingOne({ subject: aboutApp, ended: refusedOne, untilMs: nowMs })
  expect(ask([over])).toMatchObject({ changes: [{ to: { over } }, { to: { to: { requestId: 'new' } } }] })
})

test('a request about an app that is over is neither decided on nor carried out again, and may be made again', () => {
  const over = waitingOne({ subject: aboutApp, ended: refusedOne })
  expect(decide([over], false)).toMatchObject({ kind: 'refused', refusal: { kind: 'not-waiting' } })
  const carryOut = (waiting: readonly WaitingRequest[]) =>
    endCarriedOut.decide({ input: { requestId: 'one', by: 'operator:wang', appKey: '1' }, found: { waiting }, nowMs })
  const done = { verdict: 'carried-out', by: 'operator:wang', atMs: nowMs, appKey: '1' } as const
  expect(carryOut([waitingOne({ subject: aboutApp })])).toMatchObject({ changes: [{ to: { ended: done } }] })
  expect(carryOut([waitingOne({ subject: aboutApp, ended: done })])).toMatchObject({ changes: [] })
  // It was refused while it was carried out.
  expect(carryOut([over])).toMatchObject({ changes: [{ to: { ended: done } }] })
  const again = { input: { requestId: 'new', subject: aboutApp, by: li }, found: { waiting: [over] }, nowMs }
  expect(askSecondPerson.decide(again)).toMatchObject({ answer: { requestId: 'new' } })
})

test('of two developers who ask for the same, each sees what came of it', () => {
  const waiting = [waitingOne({ subject: aboutApp })]
  const askAs = (by: string) =>
    askSecondPerson.decide({ input: { requestId: 'new', subject: aboutApp, by }, found: { waiting }, nowMs })
  expect(askAs(li)).toMatchObject({ answer: { requestId: 'one' } })
  expect(askAs('operator:wang')).toMatchObject({ answer: { requestId: 'new' } })
})
