import { requireGaleraProvider } from './installed-programs.ts'

/** The ports of a member on 127.0.0.1, besides its client port. */
export type GaleraPorts = Readonly<{ group: number; increments: number; wholeCopies: number }>

/**
 * How soon a silent member is evicted. Tuned for one data centre: over a longer line such short times may evict healthy
 * members. With Galera's defaults (5, 15, 15, 1 and 0.5 s) callers wait 6 s for a dead member.
 */
const eviction = [
  'evs.keepalive_period=PT0.25S',
  'evs.inactive_check_period=PT0.25S',
  'evs.suspect_timeout=PT1.5S',
  'evs.inactive_timeout=PT3S',
  'evs.install_timeout=PT3S',
]

/** The settings of a member; docs/cluster.md explains each. */
export function galeraSettings(
  member: Readonly<{ name: string; clientPort: number; ports: GaleraPorts; groupPorts: readonly number[] }>,
): readonly string[] {
  const { name, clientPort, ports, groupPorts } = member
  const provider = [
    `gmcast.listen_addr=tcp://127.0.0.1:${ports.group}`,
    `ist.recv_addr=127.0.0.1:${ports.increments}`,
    'gcache.size=32M',
    'pc.recovery=true',
    ...eviction,
  ]
  return [
    'binlog_format=ROW',
    'default_storage_engine=InnoDB',
    'innodb_autoinc_lock_mode=2',
    'wsrep_on=ON',
    `wsrep_provider=${requireGaleraProvider()}`,
    'wsrep_cluster_name=yaoquan',
    `wsrep_cluster_address=gcomm://${groupPorts.map((port) => `127.0.0.1:${port}`).join(',')}`,
    `wsrep_node_name=${name}`,
    `wsrep_node_address=127.0.0.1:${ports.group}`,
    `wsrep_node_incoming_address=127.0.0.1:${clientPort}`,
    'wsrep_sst_method=rsync',
    `wsrep_sst_receive_address=127.0.0.1:${ports.wholeCopies}`,
    'wsrep_slave_threads=2',
    `wsrep_provider_options="${provider.join(';')}"`,
  ]
}
