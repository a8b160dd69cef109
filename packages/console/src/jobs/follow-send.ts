import { addJobItems, cancelJob, createJob, getJob } from '@yaoquan/api'
import { CallError } from '../server/call-error.ts'
import { callMethod } from '../server/call-method.ts'
import { countOfMended, type Mended } from './mended-rows.ts'

type Place = Readonly<{ sellerId: string; signal: AbortSignal }>

/** Rows of one call. */
const partLength = 500

/** The members of the refused rows, and the operator who sends them again. */
type Followed = Readonly<{ jobId: string; title: string; author: string }>

/**
 * Drafts a send of rows that another one refused, and adds them in parts. An earlier draft of the same person, which may lack rows since a
 * call failed or the page was closed, is discarded.
 * @returns the id of the draft
 * @throws CallError also where somebody else sends them again
 */
export async function followSend(followed: Followed, mended: Mended, place: Place): Promise<string> {
  const jobId = await draftAnew(followed, place)
  for (let offset = 0; offset < countOfMended(mended); offset += partLength) {
    await callMethod(addJobItems, { jobId, offset, ...partOf(mended, offset) }, place)
  }
  return jobId
}

async function draftAnew(followed: Followed, place: Place): Promise<string> {
  try {
    return await draft(followed, place)
  } catch (error) {
    if (!(error instanceof CallError) || error.knownJobId === undefined) throw error
    const { job } = await callMethod(getJob, { jobId: error.knownJobId }, place)
    if (job?.state !== 'draft' || job.createdBy !== followed.author) throw error
    await callMethod(cancelJob, { jobId: job.jobId }, place)
    return draft(followed, place)
  }
}

async function draft({ jobId: followsJobId, title }: Followed, place: Place): Promise<string> {
  const { job } = await callMethod(createJob, { kind: 'send', followsJobId, title }, place)
  if (job === undefined) throw new CallError({ kind: 'fault' })
  return job.jobId
}

function partOf({ phones, cardNos, places }: Mended, offset: number) {
  const cardsFrom = phones.length
  const placesFrom = cardsFrom + cardNos.length
  const cut = <Row>(rows: readonly Row[], from: number) =>
    rows.slice(Math.max(0, offset - from), Math.max(0, offset + partLength - from))
  const [ownPhones, ownCards] = [cut(phones, 0), cut(cardNos, cardsFrom)]
  return {
    phones: ownPhones.map(({ value }) => value),
    cardNos: ownCards.map(({ value }) => value),
    lines: [...ownPhones, ...ownCards].map(({ line }) => line),
    places: cut(places, placesFrom),
  }
}
