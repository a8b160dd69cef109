import {
  addJobItems,
  createJob,
  getJob,
  guessMapping,
  type ImportKind,
  type ImportQuestion,
  isHeader,
  type Mapping,
  type RequestOf,
} from '@yaoquan/api'
import { recallJson, remember } from '@yaoquan/browser/memory'
import { CallError } from '../server/call-error.ts'
import { type CallPlace, callMethod } from '../server/call-method.ts'
import type { ImportRow } from './table-reading.ts'

type Input = Readonly<{
  kind: ImportKind
  title: string
  rows: readonly ImportRow[]
  /** Titles of the file; undefined where its first row may be data. */
  columns: RequestOf<typeof createJob>['columns']
  /** What the operator says that rows may be. */
  answered: readonly ImportQuestion[]
}>

type Place = Readonly<{
  sellerId: string
  signal: AbortSignal
  progress: (given: number) => void
  pause?: (ms: number) => Promise<void>
}>

/** How long to wait after a call whose answer was lost, each time: a server may restart meanwhile, or still try out the rows. */
const pausesMs = [1_000, 2_000, 4_000, 8_000, 16_000]

/** Rows of one call, whose texts have at most this many characters together unless it is a single row. */
const [maxRows, maxCharacters] = [200, 200_000]

/**
 * Drafts an import and gives it the rows in parts, which the server tries out. Where it is not known what became of a part, it goes on from
 * what the draft has. A draft whose page is closed before all were given never starts, and ends by itself.
 * @returns the id of the job
 * @throws CallError
 */
export async function draftImport(
  { kind, title, rows, columns, answered }: Input,
  { sellerId, signal, progress, pause = waitFor }: Place,
): Promise<string> {
  const place = { sellerId, signal }
  const ofCoupons = { bearer: answered.includes('bearer'), zeroAmount: answered.includes('zero-amount') }
  const input = { kind, title: title.slice(0, 100), columns, ...(kind === 'import-coupons' ? ofCoupons : {}) }
  let draft = draftOf(await callMethod(createJob, input, place))
  const { jobId } = draft
  const pauses = pausesMs.values()
  for (let isLost = false; !draft.ready; ) {
    try {
      draft = draftOf(isLost ? await callMethod(getJob, { jobId }, place) : await addRows(draft, rows, place))
      isLost = false
    } catch (error) {
      const { value: pauseMs } = pauses.next()
      if (pauseMs === undefined || !isUnknown(error)) throw error
      isLost = true
      await pause(pauseMs)
    }
    progress(draft.given)
  }
  return jobId
}

type Draft = Readonly<{ jobId: string; given: number; ready: boolean }>

function draftOf({ job }: Readonly<{ job?: Draft | undefined }>): Draft {
  if (job === undefined) throw new CallError({ kind: 'fault' })
  return job
}

/** Sends no rows if the draft has all of them but does not know that they end. */
function addRows({ jobId, given: offset }: Draft, rows: readonly ImportRow[], place: CallPlace) {
  const part = firstPart(rows, offset)
  return callMethod(addJobItems, { jobId, offset, rows: part, isLast: offset + part.length >= rows.length }, place)
}

function isUnknown(error: unknown): boolean {
  return error instanceof CallError && (error.kind === 'offline' || error.kind === 'fault')
}

function waitFor(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms)
  })
}

/** The rows from an offset on that one call gives. */
export function firstPart(rows: readonly ImportRow[], offset: number): readonly ImportRow[] {
  const some = rows.slice(offset, offset + maxRows)
  let characters = 0
  const end = some.findIndex((row) => {
    characters += JSON.stringify(row).length
    return characters > maxCharacters
  })
  return end < 0 ? some : some.slice(0, Math.max(end, 1))
}

type RememberedMappingPlace = Readonly<{ kind: ImportKind; sellerId: string }>

/** The mapping that this browser used before for columns of these titles; a guess for those that it does not know. */
export function rememberedMapping(titles: readonly string[], { kind, sellerId }: RememberedMappingPlace): Mapping {
  const known = storedMapping({ kind, sellerId })
  const guessed = guessMapping(titles, kind)
  return titles.map((title, place) => {
    const field = known[title.trim()]
    return field === undefined ? guessed[place] : field || undefined
  })
}

/** Remembers which title was which field. Of a file without a header nothing is stored: its first row may name a member. */
export function rememberMapping(titles: readonly string[], mapping: Mapping, place: RememberedMappingPlace): void {
  if (!isHeader(titles, place.kind)) return
  const kept = titles.flatMap((title, index) => (isStored(title) ? [[title.trim(), mapping[index] ?? '']] : []))
  const all = Object.entries({ ...storedMapping(place), ...Object.fromEntries(kept) }).slice(-maxTitles)
  remember(keyOf(place), JSON.stringify(Object.fromEntries(all)))
}

const maxTitles = 200

function isStored(title: string): boolean {
  return title.trim() !== '' && title.length <= 30
}

function keyOf({ kind, sellerId }: RememberedMappingPlace): string {
  return `yaoquan-${kind}-${sellerId}`
}

function storedMapping(place: RememberedMappingPlace): Readonly<Record<string, string>> {
  // The browser's owner may write anything there.
  const stored = Object.entries(Object(recallJson(keyOf(place))))
  return Object.fromEntries(stored.flatMap(([title, field]) => (typeof field === 'string' ? [[title, field]] : [])))
}
