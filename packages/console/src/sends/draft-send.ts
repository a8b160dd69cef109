import { addJobItems, createJob, getJob } from '@yaoquan/api'
import type { LinedValue } from '../files/guess-column.ts'
import { CallError } from '../server/call-error.ts'
import { callMethod, type ResultOf } from '../server/call-method.ts'

export type Job = NonNullable<ResultOf<typeof getJob>['job']>

/** What to send to whom. */
export type SendRequest = Readonly<{
  couponId: string
  title: string
  /** Digest of the file, so that it is used once. */
  fileDigest: string
  count: number
  channel: string | undefined
  holds: 'phone' | 'card'
  /** Phones or cards, none of them blank. */
  values: readonly LinedValue[]
}>

type Place = Readonly<{ sellerId: string; signal: AbortSignal; progress: (given: number) => void }>

/** Values of one call. */
const partLength = 500

/**
 * Drafts a send and adds the list in parts. A draft of the same file, whose page was closed before all parts were added, goes on
 * where it stopped.
 * @returns the job: a draft, or the one that used this file before
 * @throws CallError
 */
export async function draftSend(input: SendRequest, { sellerId, signal, progress }: Place): Promise<Job> {
  const place = { sellerId, signal }
  let job = await createOrFind(input, place)
  while (job.state === 'draft' && job.given < input.values.length) {
    progress(job.given)
    const part = input.values.slice(job.given, job.given + partLength)
    const [values, lines] = [part.map(({ value }) => value), part.map(({ line }) => String(line))]
    const list = input.holds === 'phone' ? { phones: values } : { cardNos: values }
    const added = jobOf(await callMethod(addJobItems, { jobId: job.jobId, offset: job.given, ...list, lines }, place))
    if (added.given <= job.given) throw new CallError({ kind: 'fault' })
    job = added
  }
  return job
}

async function createOrFind(
  { couponId, title, fileDigest, count, channel }: SendRequest,
  place: Readonly<{ sellerId: string; signal: AbortSignal }>,
): Promise<Job> {
  try {
    return jobOf(await callMethod(createJob, { kind: 'send', couponId, title, fileDigest, count, channel }, place))
  } catch (error) {
    if (!(error instanceof CallError) || error.knownJobId === undefined) throw error
    return jobOf(await callMethod(getJob, { jobId: error.knownJobId }, place))
  }
}

function jobOf({ job }: Readonly<{ job?: Job | undefined }>): Job {
  if (job === undefined) throw new CallError({ kind: 'fault' })
  return job
}
