import { addJobItems, createJob } from '@yaoquan/api'
import { CallError } from '../server/call-error.ts'
import { callMethod } from '../server/call-method.ts'
import { countOfMended, type Mended } from './mended-rows.ts'

type Place = Readonly<{ sellerId: string; signal: AbortSignal; progress: (given: number) => void }>

/** Rows of one call. */
const partLength = 500

/**
 * Drafts a send of rows that another one refused, and adds them in parts.
 * @returns the id of the draft, or of the send that followed already
 * @throws CallError
 */
export async function followSend(
  { jobId: followsJobId, title }: Readonly<{ jobId: string; title: string }>,
  mended: Mended,
  { progress, ...place }: Place,
): Promise<string> {
  try {
    const { job } = await callMethod(createJob, { kind: 'send', followsJobId, title }, place)
    if (job === undefined) throw new CallError({ kind: 'fault' })
    const { jobId } = job
    for (let offset = 0; offset < countOfMended(mended); offset += partLength) {
      progress(offset)
      await callMethod(addJobItems, { jobId, offset, ...partOf(mended, offset) }, place)
    }
    return jobId
  } catch (error) {
    if (!(error instanceof CallError) || error.knownJobId === undefined) throw error
    return error.knownJobId
  }
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
