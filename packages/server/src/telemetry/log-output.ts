import { closeSync, write, writeSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { settledWithin } from '#turns/settled-within'
import { openStandardError } from './open-standard-error.ts'

/** In characters and milliseconds. */
export type LogLimits = Readonly<{
  /** Lines that wait for their reader; above that, new ones are dropped. */
  maxWaiting: number
  /** Until a write that found no room is tried again. */
  retryMs: number
  /** How long `close` waits for a reader that takes nothing, and for one that takes something. */
  unreadMs: number
  closeMs: number
}>

const defaultLimits: LogLimits = { maxWaiting: 8 * 1024 * 1024, retryMs: 50, unreadMs: 1_000, closeMs: 4_000 }

type LogOutputOptions = Readonly<{
  /** Opens the file descriptor before the first write. A descriptor above 2 is closed by `close`. */
  open?: () => number
  limits?: LogLimits
}>

/** Lines are written in large pieces, which cost fewer turns of the event loop. */
const pieceLength = 32_768

type Piece = Readonly<{ text: string; lines: number }>

const nothing: Piece = { text: '', lines: 0 }
const noBytes = new Uint8Array(0)

/**
 * Writes lines in the background. Calls, and the end of the process, never wait for a reader that has stopped reading or
 * has left: lines for which a pipe has no room wait in memory up to a limit; what cannot be written is dropped and counted.
 */
export class LogOutput {
  readonly #onGap: (lines: number) => void
  readonly #open: () => number
  readonly #limits: LogLimits
  readonly #onExit = () => this.#writeAtExit()
  #fd: number | undefined
  #gathered = nothing
  readonly #waiting: Piece[] = []
  #waitingLength = 0
  #writing: Promise<void> | undefined
  /** The part of the first waiting piece that is not written. */
  #rest: Uint8Array = noBytes
  #isInKernel = false
  #takenBytes = 0
  #dropped = 0
  #unreported = 0
  #isClosed = false

  /** @param onGap called with the number of dropped lines once everything could be written again */
  constructor(
    onGap: (lines: number) => void,
    { open = openStandardError, limits = defaultLimits }: LogOutputOptions = {},
  ) {
    this.#onGap = onGap
    this.#open = open
    this.#limits = limits
    process.on('exit', this.#onExit)
  }

  /** How many lines were dropped so far. */
  get dropped(): number {
    return this.#dropped
  }

  write(line: string): void {
    const { text, lines } = this.#gathered
    const isFull = this.#waitingLength + text.length + line.length > this.#limits.maxWaiting
    if (isFull || this.#isClosed) {
      this.#drop(1)
      return
    }
    this.#gathered = { text: text + line, lines: lines + 1 }
    if (this.#gathered.text.length >= pieceLength) this.pass()
  }

  /** Begins to write what was gathered. */
  pass(): void {
    if (this.#gathered.lines > 0) {
      this.#waiting.push(this.#gathered)
      this.#waitingLength += this.#gathered.text.length
      this.#gathered = nothing
    }
    if (this.#waiting.length === 0) return
    this.#writing ??= this.#writeWaiting().finally(() => {
      this.#writing = undefined
    })
  }

  /** Writes what is left as long as its reader takes it, within the limits, and drops the rest. */
  async close(): Promise<void> {
    const endsAtMs = performance.now() + this.#limits.closeMs
    for (this.pass(); this.#writing !== undefined; this.pass()) {
      const before = this.#takenBytes
      await settledWithin(this.#writing, this.#limits.unreadMs)
      if (this.#takenBytes === before || performance.now() > endsAtMs) break
    }
    this.#isClosed = true
    for (const { lines } of this.#waiting.splice(0)) this.#drop(lines)
    process.off('exit', this.#onExit)
    if (this.#fd !== undefined && this.#fd > 2 && !this.#isInKernel) closeSync(this.#fd)
  }

  async #writeWaiting(): Promise<void> {
    for (let [piece] = this.#waiting; piece !== undefined; [piece] = this.#waiting) {
      const isWritten = await this.#writePiece(piece)
      // `close` has dropped the piece.
      if (this.#isClosed) return
      this.#waiting.shift()
      this.#rest = noBytes
      this.#waitingLength -= piece.text.length
      if (!isWritten) this.#drop(piece.lines)
      else if (this.#waiting.length === 0) this.#reportGap()
    }
  }

  /** @returns false if the reader has left, the disk is full, or `close` gave up */
  async #writePiece({ text }: Piece): Promise<boolean> {
    this.#rest = Buffer.from(text)
    while (this.#rest.length > 0) {
      const taken = await this.#writeSome(this.#rest)
      if (taken === 'failed' || this.#isClosed) return false
      this.#rest = this.#rest.subarray(taken)
      this.#takenBytes += taken
      if (taken === 0) await delay(this.#limits.retryMs, undefined, { ref: false })
    }
    return true
  }

  /** @returns how many bytes were taken; 0 when there is no room */
  async #writeSome(bytes: Uint8Array): Promise<number | 'failed'> {
    this.#isInKernel = true
    try {
      this.#fd ??= this.#open()
      return (await writeBytes(this.#fd, bytes)).bytesWritten
    } catch (error) {
      return hasNoRoom(error) ? 0 : 'failed'
    } finally {
      this.#isInKernel = false
    }
  }

  /** For a process that ends without `close`: writes what finds room. */
  #writeAtExit(): void {
    const texts = [...this.#waiting.slice(1), this.#gathered].map(({ text }) => text)
    try {
      this.#fd ??= this.#open()
      // A write that is under way goes on until the process has ended.
      if (!this.#isInKernel) writeSync(this.#fd, this.#rest)
      writeSync(this.#fd, texts.join(''))
    } catch {
      // There is no later time at which it could be written.
    }
  }

  #drop(lines: number): void {
    this.#dropped += lines
    this.#unreported += lines
  }

  #reportGap(): void {
    const lines = this.#unreported
    this.#unreported = 0
    if (lines > 0) this.#onGap(lines)
  }
}

const writeBytes = promisify(write)

function hasNoRoom(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EAGAIN'
}
