import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

/** Loaded with `--import` before a program, it kills the program when all is written and the file is about to get its name. */
async function rename(): Promise<void> {
  process.kill(process.pid, 'SIGKILL')
}

Object.assign(fs.promises, { rename })
syncBuiltinESMExports()
