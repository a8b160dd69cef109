import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MariadbNode } from './mariadb-node.ts'
import { placesOf } from './node-settings.ts'

/** The last write on the disk of a stopped member. */
export type GaleraPosition = Readonly<{ cluster: string; seqno: number }>

/** Reads the position with `mariadbd --wsrep-recover`, since the state file is valid only after a regular shutdown. */
export async function recoverPosition(node: MariadbNode): Promise<GaleraPosition> {
  const log = join(node.folder, `${node.name}.recover.log`)
  await node.runOnce(['--wsrep-recover', `--log-error=${log}`])
  const [, cluster, seqno] = /Recovered position:\s*([0-9a-f-]+):(-?\d+)/.exec(readFileSync(log, 'utf8')) ?? []
  rmSync(log, { force: true })
  if (cluster === undefined) throw new Error(`mariadbd --wsrep-recover printed no position of ${node.name}`)
  return { cluster, seqno: Number(seqno) }
}

/** The start option of Debian's `galera_recovery`; without it a member that lacks little makes a full copy. */
export function startAt({ cluster, seqno }: GaleraPosition): string {
  return `--wsrep_start_position=${cluster}:${seqno}`
}

/** Allows a member to bootstrap the cluster. Only for the one with the newest data: newer writes of others are lost. */
export function allowBootstrap(node: MariadbNode): void {
  const path = statePath(node)
  writeFileSync(path, readFileSync(path, 'utf8').replace('safe_to_bootstrap: 0', 'safe_to_bootstrap: 1'))
}

/** Makes a member request a full copy at its next start. Only if running members have all its data. */
export function forgetState(node: MariadbNode): void {
  rmSync(statePath(node), { force: true })
  // A cache with writes of another history makes the transfer after the copy fail ("Receiving IST failed").
  rmSync(join(placesOf(node).dataDir, 'galera.cache'), { force: true })
}

function statePath(node: MariadbNode): string {
  return join(placesOf(node).dataDir, 'grastate.dat')
}
