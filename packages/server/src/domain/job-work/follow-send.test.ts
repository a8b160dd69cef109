import { expect, test } from 'vitest'
import { emptyPreview, type Job } from '#domain/jobs/job'
import { noon } from '#testing/requests'
import { followedSend, followUpOf } from './follow-send.ts'

const dayMs = 86_400_000

test('the refused rows of a send and of those after it are sent again within 23 days of the end of the first', async () => {
  const first = sendOf({ jobId: 'first', endedAtMs: noon })
  const second = sendOf({ jobId: 'second', endedAtMs: noon + 20 * dayMs, follows: ['first'] })
  const jobs = storeOf([first, second])
  for (const job of [first, second]) {
    const inTime = noon + 23 * dayMs - 1
    expect(await followUpOf(job, inTime, { jobs })).toEqual({})
    expect(await followedSend(job, inTime, { jobs })).toMatchObject({ task: { couponId: 'A' } })
    expect(await followUpOf(job, inTime + 1, { jobs })).toEqual({ followTooLate: true })
    expect(await followedSend(job, inTime + 1, { jobs })).toMatchObject({ kind: 'refused' })
  }
})

test('a send that was followed names the follower, however late', async () => {
  const job = sendOf({ jobId: 'first', endedAtMs: noon })
  const jobs = storeOf([job], 'second')
  expect(await followUpOf(job, noon + 60 * dayMs, { jobs })).toEqual({ followedByJobId: 'second' })
})

test.each<readonly [string, Partial<Job>, string]>([
  ['is no send', { task: { kind: 'import-members' } }, 'must be a send of the seller'],
  ['has not ended', { state: 'running' }, 'must be a send that has ended'],
  [
    'is stopped while rows are worked on',
    { state: 'cancelled', begunPlace: 2, donePlace: 1 },
    'must be a send that has ended',
  ],
  [
    'was discarded before it began',
    { state: 'cancelled', begunPlace: 0, donePlace: 0, counts: { total: 2, done: 0, unchanged: 0, refused: 2 } },
    'must be a send that was started: create this one again',
  ],
  ['refused no row', { counts: { total: 2, done: 2, unchanged: 0, refused: 0 } }, 'must be a send with refused rows'],
])('a job that %s is not followed', async (_what, state, en) => {
  const job = { ...sendOf({ jobId: 'first', endedAtMs: noon }), ...state }
  const jobs = storeOf([job])
  expect(await followedSend(job, noon, { jobs })).toMatchObject({ kind: 'refused', rule: { en } })
  expect(await followUpOf(job, noon, { jobs })).toEqual({})
})

type Ended = Readonly<{ jobId: string; endedAtMs: number; follows?: readonly string[] }>

/** A send that is over, and refused one row. */
function sendOf({ jobId, endedAtMs, follows }: Ended): Job {
  return {
    sellerId: '111',
    jobId,
    task: { kind: 'send', couponId: 'A', count: 1, channel: undefined, follows },
    title: undefined,
    state: 'done',
    isReady: true,
    createdBy: 'operator:li.na',
    createdAtMs: noon,
    startedBy: 'operator:li.na',
    startedAtMs: noon,
    endedAtMs,
    preview: emptyPreview,
    counts: { total: 2, done: 1, unchanged: 0, refused: 1 },
    lastPlace: 2,
    donePlace: 2,
    begunPlace: 2,
  }
}

function storeOf(jobs: readonly Job[], followerId?: string): Parameters<typeof followUpOf>[2]['jobs'] {
  return {
    findJob: async ({ jobId }) => jobs.find((job) => job.jobId === jobId),
    findJobOfList: async () => followerId,
    listItemsAt: async () => [],
  }
}
