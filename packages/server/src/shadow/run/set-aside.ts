import { existsSync, renameSync } from 'node:fs'

/** Gives a file or a folder another name, if there is one, so that what is written next does not replace it. */
export function setAside(path: string, nowMs: number): void {
  if (existsSync(path)) renameSync(path, `${path}.until-${nowMs}`)
}
