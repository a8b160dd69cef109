import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MariadbNode } from './mariadb-node.ts'
import { placesOf } from './node-settings.ts'

/** The last write that a member that does not run has on its disk. */
export type GaleraPosition = Readonly<{ cluster: string; seqno: number }>

/** Asks the program what a member that died has on its disk; its own notes say so only after an orderly end. */
export async function recoverPosition(node: MariadbNode): Promise<GaleraPosition> {
  const log = join(node.folder, `${node.name}.recover.log`)
  await node.runOnce(['--wsrep-recover', `--log-error=${log}`])
  const [, cluster, seqno] = /Recovered position:\s*([0-9a-f-]+):(-?\d+)/.exec(readFileSync(log, 'utf8')) ?? []
  rmSync(log, { force: true })
  if (cluster === undefined) throw new Error(`mariadbd --wsrep-recover tells no position of ${node.name}`)
  return { cluster, seqno: Number(seqno) }
}

/** What `galera_recovery` of the Debian package passes: without it a member copies everything, though it lacks little. */
export function startAt({ cluster, seqno }: GaleraPosition): string {
  return `--wsrep_start_position=${cluster}:${seqno}`
}

/** Lets a member begin a cluster again. Only for the one that has the most: what others have beyond it is lost. */
export function allowBootstrap(node: MariadbNode): void {
  const path = statePath(node)
  writeFileSync(path, readFileSync(path, 'utf8').replace('safe_to_bootstrap: 0', 'safe_to_bootstrap: 1'))
}

/** Has a member copy everything from the others at its next start. Only where others run that have all of it. */
export function forgetState(node: MariadbNode): void {
  rmSync(statePath(node), { force: true })
  // With writes of another history in it, what is sent after the copy cannot be read ("Receiving IST failed").
  rmSync(join(placesOf(node).dataDir, 'galera.cache'), { force: true })
}

function statePath(node: MariadbNode): string {
  return join(placesOf(node).dataDir, 'grastate.dat')
}
