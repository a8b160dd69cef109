import { setPolicy } from '@yaoquan/api'
import { expect, test } from 'vitest'
import { decideRequest, endRequest } from '#domain/lifecycle/ask-second-person'
import type { WaitingRequest } from '#domain/people/waiting-request'
import { approveRequestMethod, listRequestsMethod } from './second-person-methods.ts'

const asked: WaitingRequest = {
  requestId: 'one',
  subject: { kind: 'end-second-person' },
  askedBy: 'operator:li',
  askedAtMs: 1,
  untilMs: 10,
}

type RunAct = (request: object, act: object, input: never) => Promise<object>

/** Requests in memory; the act that is approved fails as often as given. */
function requestsWith(faults: number) {
  let waiting: readonly WaitingRequest[] = [asked]
  let left = faults
  const [done, stored]: [string[], string[]] = [[], []]
  const runAct: RunAct = async (_request, act, input) => {
    if (act === endRequest) {
      waiting = []
      return { kind: 'done', answer: {}, isAlreadyDone: false }
    }
    if (act !== decideRequest) {
      left -= 1
      if (left >= 0) throw new Error('killed')
      done.push('ended')
      return { kind: 'done', answer: {}, isAlreadyDone: false }
    }
    const decision = decideRequest.decide({ input, found: { waiting }, nowMs: 5 })
    if (decision.kind === 'refused') return decision
    const [change] = decision.changes
    if (change !== undefined) waiting = [{ ...asked, approvedBy: 'operator:wang' }]
    stored.push(JSON.stringify(decision.answer))
    return { kind: 'done', answer: decision.answer, isAlreadyDone: false }
  }
  const requests = { listWaitingRequests: async () => waiting }
  const parts = { lifecycle: { runAct }, requests, operators: { findOperator: async () => undefined } } as never
  const contextOf = (name: string, allowed: readonly string[] = [setPolicy.name]) =>
    ({ sellerId: '1', actor: `operator:${name}`, requestId: 'r', nowMs: 50, grants: { allowed } }) as never
  return {
    done,
    stored,
    approve: (name: string, allowed?: readonly string[]) =>
      approveRequestMethod(parts).call({ outRequestNo: name, requestId: 'one' }, contextOf(name, allowed)),
    async shown(name: string) {
      return (await listRequestsMethod(parts).call({}, contextOf(name))).result.requests
    },
  }
}

test('what was approved and interrupted stays in sight, until another person finishes it', async () => {
  const { approve, shown, done, stored } = requestsWith(1)
  await expect(approve('wang')).rejects.toThrow('killed')
  expect(await shown('chen')).toMatchObject([{ requestId: 'one', approvedBy: 'operator:wang' }])
  expect((await approve('chen', [])).result).toMatchObject({ errorCode: 'REQUEST_NOT_WAITING' })
  expect((await approve('chen')).result).toEqual({ alreadyDone: undefined, success: true })
  expect(done).toEqual(['ended'])
  expect(await shown('chen')).toEqual([])
  expect(stored).toEqual(['{"verdict":"approved"}', '{"verdict":"approved"}'])
})
