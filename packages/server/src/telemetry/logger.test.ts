import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'

const program = `
  import { createLogger } from ${JSON.stringify(new URL('./logger.ts', import.meta.url).href)}
  const { logger } = createLogger('info')
  logger.info('first')
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), 2500)
  setTimeout(() => process.stdout.write('exit code ' + process.exitCode), 2000)
`

test('a line is out within seconds though the process never flushes, and writing to a pipe is no failure', () => {
  const run = spawnSync(process.execPath, ['--input-type=module', '--eval', program], { encoding: 'utf8' })
  expect(run.stderr).toMatch(/"msg":"first"/)
  expect(run.stdout).toBe('exit code undefined')
})
