import { addJobItems, cancelJob, createJob, getJob, normalisePhone, phoneKindOf } from '@yaoquan/api'
import { CallError } from '../server/call-error.ts'
import { callMethod } from '../server/call-method.ts'
import type { JobItem } from './save-items.tsx'

/** The refused rows of a send: those whose number must be mended, and the others by the reason of their refusal. */
export type RefusedSend = Readonly<{ wrong: readonly JobItem[]; kept: ReadonlyMap<string, readonly JobItem[]> }>

/** Sorts refused rows. A row whose number is no longer kept, because its member was erased, is in neither. */
export function refusedSend(items: readonly JobItem[]): RefusedSend {
  const kept = items.filter(({ phone, cardNo }) => phone !== undefined || cardNo !== undefined)
  return {
    wrong: items.filter(
      ({ field, phone, cardNo }) => field !== undefined && phone === undefined && cardNo === undefined,
    ),
    kept: Map.groupBy(kept, ({ subCode = '' }) => subCode),
  }
}

/** Reasons that another try meets again. */
export const lastingRefusals: ReadonlySet<string> = new Set([
  'ALREADY_SENT',
  'MEMBER_LIMIT_REACHED',
  'MEMBER_ERASED',
  'MEMBER_MERGED',
])

/** What was typed in place of a wrong number, by the place of its row. */
export type Typed = ReadonlyMap<number, string>

export function isCardRow({ field }: JobItem): boolean {
  return field === 'card_no'
}

/** Whether a text that was typed in place of a number is none. */
export function isWrong(row: JobItem, text: string): boolean {
  return text.trim() !== '' && !isCardRow(row) && phoneKindOf(normalisePhone(text)) === 'other'
}

/** What a column that is pasted into a row fills: this row and those below it, one line each. */
export function pasted(rows: readonly JobItem[], first: number, text: string): Typed {
  const lines = text.replace(/\r?\n$/, '').split(/\r?\n/)
  const from = rows.findIndex(({ place }) => place === first)
  return new Map(rows.slice(from, from + lines.length).map(({ place }, index) => [place, (lines[index] ?? '').trim()]))
}

/** The numbers and places of a send of refused rows, in the order in which the server takes them. */
type Mended = Readonly<{
  phones: readonly MendedRow[]
  cardNos: readonly MendedRow[]
  places: readonly string[]
}>

type MendedRow = Readonly<{ value: string; line: string }>

/** @param chosen reasons whose rows are sent again as they are */
export function mendedRows({ wrong, kept }: RefusedSend, typed: Typed, chosen: ReadonlySet<string>): Mended {
  const filled = wrong.flatMap((row) => {
    const value = (typed.get(row.place) ?? '').trim()
    return value === '' ? [] : [{ isCard: isCardRow(row), value, line: String(row.line ?? row.place) }]
  })
  const rowsOf = (wanted: boolean) => filled.flatMap(({ isCard, ...row }) => (isCard === wanted ? [row] : []))
  const again = [...kept].flatMap(([reason, rows]) => (chosen.has(reason) ? rows : []))
  return { phones: rowsOf(false), cardNos: rowsOf(true), places: again.map(({ place }) => String(place)) }
}

/** How many rows that are. */
export function countOfMended({ phones, cardNos, places }: Mended): number {
  return phones.length + cardNos.length + places.length
}

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
