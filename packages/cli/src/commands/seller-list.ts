import type { Command } from 'commander'
import { type StoreFlags, withAdministration } from '#administration/open-administration'
import { dataOption, jsonOption, storeOption } from '#options/data-options'
import { instantText } from '#terminal/moment-text'
import { print, printJson } from '#terminal/output'
import { table } from '#terminal/table'

/** `yaoquan seller list`: lists all sellers. */
export function addSellerList(seller: Command): void {
  seller
    .command('list')
    .description('列出连锁 (list sellers)')
    .addOption(dataOption())
    .addOption(storeOption())
    .addOption(jsonOption())
    .action(listAll)
}

async function listAll(flags: StoreFlags & Readonly<{ json?: boolean }>): Promise<void> {
  const sellers = await withAdministration(flags, (administration) => administration.listSellers())
  const rows = sellers.map(({ sellerId, name, createdAtMs }) => [sellerId, name, instantText(createdAtMs)])
  if (flags.json) {
    printJson({
      chains: rows.map(([sellerId, name, createdAt]) => ({ seller_id: sellerId, name, created_at: createdAt })),
    })
  } else print(`${table(['连锁', '名称', '创建于'])(rows)}\n共 ${rows.length} 个 (sellers in total)`)
}
