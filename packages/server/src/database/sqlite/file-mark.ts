import { readFileSync, statSync, utimesSync } from 'node:fs'

/**
 * What any write to a file changes: its times. Replacing it changes its inode. The times may be lost when the machine stops, so the mark
 * names the run of the machine.
 */
export type FileMark = Readonly<{ text: string; bytes: number }>

/** @returns undefined where a system does not name the run of the machine: only Linux does */
export function readFileMark(file: string): FileMark | undefined {
  if (runOfMachine === undefined) return undefined
  const { dev, ino, size, mtimeNs, ctimeNs } = statSync(file, { bigint: true })
  return { text: [runOfMachine, dev, ino, size, mtimeNs, ctimeNs].join(' '), bytes: Number(size) }
}

/**
 * Gives a file a time of change that no write gives it: one in the past, since a system may give two writes within 10 ms the same time.
 * @throws an error of the system, as for a file of another user
 */
export function markFile(file: string): FileMark | undefined {
  const seconds = Math.floor(Date.now() / 1_000) - pastSeconds + Math.random()
  utimesSync(file, seconds, seconds)
  return readFileMark(file)
}

/** Longer ago than the coarsest time that a file system gives a write. */
const pastSeconds = 4

const runOfMachine = readRun()

function readRun(): string | undefined {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return undefined
  }
}
