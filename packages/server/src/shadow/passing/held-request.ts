import type { IncomingMessage } from 'node:http'
import type { CopyBudget } from './call-copy.ts'

/** The body of a request that is not sent yet. */
export type HeldRequest = Readonly<{
  pieces: readonly Uint8Array[]
  /** `left`: its sender has gone; `large` and `busy`, which the budget had no room for: only the first bytes are held, and the rest can still be read. */
  kind: 'whole' | 'large' | 'busy' | 'left'
  /** Gives back what the body took of the budget. To be called once. */
  release(): void
}>

/**
 * Reads a request to its end, within limits.
 * @param maxBytes of the body; a longer one stops there
 * @param budget of all held requests together
 */
export function holdRequest(request: IncomingMessage, maxBytes: number, budget: CopyBudget): Promise<HeldRequest> {
  return new Promise((resolve) => {
    const pieces: Uint8Array[] = []
    let length = 0
    const end = (kind: HeldRequest['kind']) => {
      request.off('data', add).off('end', ended).off('close', left)
      resolve({
        pieces,
        kind,
        release: () => {
          budget.freeBytes += length
        },
      })
    }
    const add = (piece: Uint8Array) => {
      pieces.push(piece)
      length += piece.length
      budget.freeBytes -= piece.length
      if (length <= maxBytes && budget.freeBytes >= 0) return
      request.pause()
      end(length > maxBytes ? 'large' : 'busy')
    }
    const ended = () => end('whole')
    const left = () => end('left')
    request.on('data', add).once('end', ended).once('close', left)
  })
}
