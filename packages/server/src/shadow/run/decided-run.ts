import { existsSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { lockFile } from '#database/sqlite/lock-file'
import { isBusy } from '#database/sqlite/sqlite-errors'

/** The run about which people decide: another upstream or seller begins anew. */
export type DecidedRun = Readonly<{ dataDir: string; port: number; upstream: string; sellerId: string }>

export type RunPlace = Pick<DecidedRun, 'dataDir' | 'port'>

/** A file of a run in its data folder. */
export const fileOfRun = ({ dataDir, port }: RunPlace, name: string) => join(dataDir, 'shadow', `${port}.${name}.json`)

/** Another process is writing what a person decided. */
export class DecisionsBusy extends Error {}

/** The lock of all that people decide about a run; its folder exists. @returns what unlocks it @throws DecisionsBusy */
export function lockDecisions(run: RunPlace): () => void {
  return lockForDecision(`${fileOfRun(run, 'decisions')}.lock`)
}

/** Lets one process at a time write what people decided. @returns what unlocks it @throws DecisionsBusy */
export function lockForDecision(file: string): () => void {
  try {
    return lockFile(file)
  } catch (error) {
    throw isBusy(error) ? new DecisionsBusy() : error
  }
}

/** Gives a file or a folder another name, if there is one, so that what is written next does not replace it. */
export function setAside(path: string, nowMs: number): void {
  if (existsSync(path)) renameSync(path, `${path}.until-${nowMs}`)
}
