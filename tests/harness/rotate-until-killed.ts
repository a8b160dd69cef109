import { once } from 'node:events'
import { expect } from 'vitest'
import { startCli } from './run-cli.ts'

/**
 * Runs `yaoquan key rotate` until it says what it did, and kills it a moment later: at most 30 ms, of the 100 that the rest of a small
 * store takes.
 * @param flags that name the store
 */
export async function rotateUntilKilled(flags: readonly string[], said: string): Promise<void> {
  const child = startCli(['key', 'rotate', ...flags])
  let text = ''
  child.stderr?.setEncoding('utf8').on('data', (piece: string) => {
    if (!text.includes(said) && (text + piece).includes(said))
      setTimeout(() => child.kill('SIGKILL'), Math.random() * 30)
    text += piece
  })
  const [code, signal] = await once(child, 'close')
  expect({ code, signal, text }).toMatchObject({ code: null, signal: 'SIGKILL', text: expect.stringContaining(said) })
}
