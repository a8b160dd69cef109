import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

/**
 * Loaded with `--import` before a program, it sends the program the signal YAOQUAN_TEST_SIGNAL once, as soon as the program has put a new
 * version of the file YAOQUAN_TEST_FILE in the place of the one before, however fast the machine is.
 */
const file = process.env['YAOQUAN_TEST_FILE']
const signal = process.env['YAOQUAN_TEST_SIGNAL']
if (file === undefined || signal === undefined) throw new Error('YAOQUAN_TEST_FILE or YAOQUAN_TEST_SIGNAL is missing')
const { renameSync } = fs
let isSent = false

fs.renameSync = (from, to) => {
  renameSync(from, to)
  if (to !== file || isSent) return
  isSent = true
  process.kill(process.pid, signal)
}
syncBuiltinESMExports()
