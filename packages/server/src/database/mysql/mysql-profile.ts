import type { DdlProfile } from '#database/ddl-profile'
import type { MysqlFlavour } from './mysql-target.ts'

const tableEnd = ' ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin'

/**
 * The DDL of engines of the MySQL protocol. TiDB ignores the storage engine. OceanBase and PolarDB-X partition rows by seller with local
 * indexes; both were written from their documentation and never run.
 */
export function mysqlProfile(flavour: MysqlFlavour): DdlProfile {
  const sellerTableEnd = flavour === 'mysql' ? tableEnd : `${tableEnd} PARTITION BY KEY(seller_id) PARTITIONS 16`
  return {
    binary: (maxBytes) => `VARBINARY(${maxBytes})`,
    longBinary: 'MEDIUMBLOB',
    longText: 'MEDIUMTEXT',
    tableEnd,
    keyedTableEnd: tableEnd,
    sellerTableEnd,
    keyedSellerTableEnd: sellerTableEnd,
    createIndex: indexMakers[flavour],
    limitIndex: () => [],
  }
}

const indexMakers: Readonly<Record<MysqlFlavour, DdlProfile['createIndex']>> = {
  mysql: (kind, index) => `CREATE ${kind} ${index}`,
  oceanbase: (kind, index) => `CREATE ${kind} ${index} LOCAL`,
  polardbx: (kind, index) => `CREATE ${kind.replace('INDEX', 'LOCAL INDEX')} ${index}`,
}
