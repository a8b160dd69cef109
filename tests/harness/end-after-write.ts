import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

/**
 * Loaded with `--import` before a program, it sends the program the signal YAOQUAN_TEST_SIGNAL once, however fast the machine is: as soon as
 * the program has put so many (YAOQUAN_TEST_COUNT, default 1) finished files in their places whose paths begin with YAOQUAN_TEST_FILE.
 */
const { YAOQUAN_TEST_FILE: file, YAOQUAN_TEST_SIGNAL: signal, YAOQUAN_TEST_COUNT: count = '1' } = process.env
if (file === undefined || signal === undefined) throw new Error('YAOQUAN_TEST_FILE or YAOQUAN_TEST_SIGNAL is missing')
const { renameSync } = fs
let left = Number(count)

fs.renameSync = (from, to) => {
  renameSync(from, to)
  if (!String(to).startsWith(file)) return
  left -= 1
  if (left === 0) process.kill(process.pid, signal)
}
syncBuiltinESMExports()
