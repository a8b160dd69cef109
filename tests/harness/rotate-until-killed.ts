import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, vi } from 'vitest'
import { patienceMs } from './patience.ts'
import { startCli } from './run-cli.ts'

/** Runs `yaoquan key rotate` until it says what it did, and kills it a moment later. @param flags that name the store */
export async function rotateUntilKilled(flags: readonly string[], said: string): Promise<void> {
  const child = startCli(['key', 'rotate', ...flags])
  let text = ''
  child.stderr?.setEncoding('utf8').on('data', (piece: string) => {
    text += piece
  })
  const ended = once(child, 'close')
  // Not `expect.poll`, which works in none of several tests at the same time once one of them has ended.
  const isSaid = () => expect(text.includes(said) || child.exitCode !== null).toBe(true)
  await vi.waitFor(isSaid, { timeout: patienceMs, interval: 5 })
  await delay(Math.random() * 200)
  child.kill('SIGKILL')
  await ended
  expect(text).toContain(said)
}
