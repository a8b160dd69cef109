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
    expect(await followedSend(job, inTime + 1, { jobs })).toMatchObject({ errorCode: 'INVALID_SETTING' })
  }
})

test('a send that was followed names the follower, however late', async () => {
  const job = sendOf({ jobId: 'first', endedAtMs: noon })
  const jobs = storeOf([job], 'second')
  expect(await followUpOf(job, noon + 60 * dayMs, { jobs })).toEqual({ followedByJobId: 'second' })
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
