import type { IncomingMessage } from 'node:http'
import type { AppSearch } from '#gateway/app-search'
import type { BodyLoad } from '#http/connections/admission'
import { BodyBuffer } from './body-buffer.ts'
import { type Collected, collectBody } from './collect-body.ts'
import type { Spool } from './spool.ts'
import type { SpoolRoom } from './spool-folder.ts'

/** A body, or why there is none; `gone` when its caller is. */
export type ReadBody = Uint8Array | 'too-large' | 'no-room' | 'missing-app' | 'unknown-app' | 'gone'

export type BodyPlace = Readonly<{
  /** Is told of every piece before it is kept. */
  load: BodyLoad
  /** Begins the search for the app of the call, which large bodies need. */
  searchApp: () => AppSearch
  /** Where a body waits whose app is not known yet. */
  spools: SpoolRoom
}>

type LargeBody = BodyPlace &
  Readonly<{
    /** What arrived before; the request is paused. */
    start: BodyBuffer
    /** Of the whole body; NaN where that is not known. */
    expectedBytes: number
  }>

/**
 * The rest of a body above 256 kB, of which only that of a known app is worth the memory and the time to parse it. Some
 * SDKs send the app_key as the last of all parameters: as long as no app is known, the body goes to disk.
 * @throws what the look-up of an app or the disk throws
 */
export async function readLargeBody(request: IncomingMessage, large: LargeBody): Promise<ReadBody> {
  const { expectedBytes, load } = large
  const app = large.searchApp()
  const start = new SpooledStart(large)
  /** What follows the spooled start. */
  let kept = large.start
  /** Of what is on its way to disk; it stays where that failed. */
  let spooling: Promise<boolean> | undefined
  const spool = async (full: BodyBuffer): Promise<boolean> => {
    await app.lookIn(full.bytes())
    const isSpooled = await start.append(full)
    if (isSpooled) spooling = undefined
    return isSpooled
  }
  /** What arrives is taken while the disk works, as long as that is not slower. */
  const next = (full: BodyBuffer): BodyBuffer | undefined => {
    if (app.isKnown) return full
    if (spooling !== undefined) return undefined
    spooling = spool(full)
    // What it throws is thrown where it is waited for.
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
      const earlierBytes = start.length + kept.length
      outcome = await collectBody(request, { body: next(kept) ?? kept, earlierBytes, expectedBytes, next, load })
    }
    if (outcome !== 'whole') return outcome
    if ((await spooling) === false) return 'no-room'
    await app.lookIn(kept.bytes())
    if (!app.isKnown) return app.isGiven ? 'unknown-app' : 'missing-app'
    return await start.wholeWith(kept)
  } finally {
    await Promise.allSettled([spooling])
    await start.close()
    request.resume()
  }
}

/** The first part of a body, on disk. */
class SpooledStart {
  readonly #place: BodyPlace
  #spool: Spool | undefined

  constructor(place: BodyPlace) {
    this.#place = place
  }

  get length(): number {
    return this.#spool?.length ?? 0
  }

  /** @returns false when there is no room */
  async append(kept: BodyBuffer): Promise<boolean> {
    this.#spool ??= await this.#place.spools.open()
    if (!(await this.#spool?.append(kept.bytes()))) return false
    this.#place.load.spooled(kept.length)
    return true
  }

  async wholeWith(rest: BodyBuffer): Promise<Uint8Array | 'no-room'> {
    if (this.#spool === undefined) return rest.bytes()
    if (!this.#place.load.recalled(this.length)) return 'no-room'
    const whole = new BodyBuffer(this.length + rest.length)
    for await (const piece of this.#spool.pieces()) whole.append(piece)
    whole.append(rest.bytes())
    return whole.bytes()
  }

  async close(): Promise<void> {
    await this.#spool?.close()
  }
}
