import type { IncomingMessage } from 'node:http'
import { transportLimits } from '#config/transport-limits'
import type { AppSearch } from '#gateway/app-search'
import type { BodyBudget } from '#http/connections/admission'
import { announcedBytes, BodyBuffer, type Collected, collectBody } from './collect-body.ts'
import type { Spool, SpoolFolder } from './spool-folder.ts'

/** A body, or why there is none; `gone` when the caller closed the connection. */
export type ReadBody = Uint8Array | 'too-large' | 'no-room' | 'missing-app' | 'unknown-app' | 'gone'

export type BodyReading = Readonly<{
  /** Charged for every piece before it is kept. */
  budget: BodyBudget
  /** Begins the search for the app of the call, which large bodies need. */
  searchApp: () => AppSearch
  /** Holds a body on disk while its app is not known. */
  spools: SpoolFolder
}>

/** Reads a body until the outcome is known. @throws what the look-up of an app or the disk throws */
export async function readBody(request: IncomingMessage, reading: BodyReading): Promise<ReadBody> {
  const expectedBytes = announcedBytes(request)
  if (expectedBytes === 0) return new Uint8Array(0)
  const { maxBodyBytes: maxBytes } = transportLimits
  if (expectedBytes > maxBytes) return 'too-large'
  const body = new BodyBuffer(expectedBytes)
  const { budget } = reading
  const outcome = await collectBody(request, { body, expectedBytes, maxBytes, budget })
  if (outcome === 'whole') return body.bytes()
  return outcome === 'more' ? readLargeBody(request, { start: body, expectedBytes, ...reading }) : outcome
}

/** `start` arrived before, and the request is paused; the length of the whole body is NaN where it is not known. */
type LargeBody = BodyReading & Readonly<{ start: BodyBuffer; expectedBytes: number }>

/**
 * Reads the rest of a body above 256 kB. Only the body of a known app is worth the memory and the time to parse it. Some
 * SDKs send the app_key as the last parameter, so a body goes to disk until its app is known.
 */
async function readLargeBody(request: IncomingMessage, large: LargeBody): Promise<ReadBody> {
  const { expectedBytes, budget } = large
  const { maxBodyBytes: maxBytes } = transportLimits
  const app = large.searchApp()
  /** The first part, on disk. */
  let start: Spool | undefined
  /** What follows it. */
  let kept = large.start
  /** The write to disk under way; it stays when it failed. */
  let spooling: Promise<boolean> | undefined
  const spool = async (full: BodyBuffer): Promise<boolean> => {
    await app.lookIn(full.bytes())
    start ??= await large.spools.open()
    if (!(await start?.append(full.bytes()))) return false
    budget.spooled(full.length)
    spooling = undefined
    return true
  }
  /** Pieces are taken while the disk works, unless they arrive faster than it writes. */
  const next = (full: BodyBuffer): BodyBuffer | undefined => {
    if (app.knownKey !== undefined) return full
    if (spooling !== undefined) return undefined
    spooling = spool(full)
    // Its error is thrown where it is awaited, below.
    spooling.catch(() => undefined)
    kept = new BodyBuffer(Number.NaN)
    return kept
  }
  try {
    await app.lookInQuery()
    await app.lookIn(kept.bytes())
    let outcome: Collected = 'more'
    while (outcome === 'more') {
      if ((await spooling) === false) return 'no-room'
      const earlierBytes = (start?.length ?? 0) + kept.length
      const body = next(kept) ?? kept
      outcome = await collectBody(request, { body, earlierBytes, expectedBytes, maxBytes, next, budget })
    }
    if (outcome !== 'whole') return outcome
    if ((await spooling) === false) return 'no-room'
    await app.lookIn(kept.bytes())
    if (app.knownKey === undefined) return app.isGiven ? 'unknown-app' : 'missing-app'
    if (start === undefined) return kept.bytes()
    return budget.recalled(start.length) ? await wholeOf(start, kept) : 'no-room'
  } finally {
    await Promise.allSettled([spooling])
    await start?.close()
    request.resume()
  }
}

async function wholeOf(start: Spool, rest: BodyBuffer): Promise<Uint8Array> {
  const whole = new BodyBuffer(start.length + rest.length)
  for await (const piece of start.pieces()) whole.append(piece)
  whole.append(rest.bytes())
  return whole.bytes()
}
