import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'

const program = `
  import { createLogger } from ${JSON.stringify(new URL('./logger.ts', import.meta.url).href)}
  const { logger } = createLogger('info')
  logger.info('first')
  // Told that the line came, it says how it would end, and ends without flushing.
  process.stdin.once('data', () => {
    process.stdout.write('exit code ' + process.exitCode, () => process.kill(process.pid, 'SIGKILL'))
  })
`

test('a line is out though the process never flushes, and writing to a pipe is no failure', async () => {
  const run = spawn(process.execPath, ['--input-type=module', '--eval', program])
  const text = { out: '', err: '' }
  run.stdout.setEncoding('utf8').on('data', (piece: string) => {
    text.out += piece
  })
  run.stderr.setEncoding('utf8').on('data', (piece: string) => {
    text.err += piece
  })
  await expect.poll(() => text.err).toMatch(/"msg":"first"/)
  run.stdin.write('came')
  expect(await once(run, 'close')).toEqual([null, 'SIGKILL'])
  expect(text.out).toBe('exit code undefined')
})
