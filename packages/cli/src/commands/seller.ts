import type { Command } from 'commander'
import { addRequestNo, type NumberedFlags, withNumberedAct } from '#administration/numbered-act'
import { withAdministration } from '#administration/open-administration'
import {
  jsonOption,
  nonBlank,
  type SellerFlags,
  type StoreFlags,
  sellerCommand,
  storeCommand,
} from '#options/data-options'
import { helpNotes } from '#terminal/help-notes'
import { instantText, OperationFault, printResult, say } from '#terminal/output'
import { type Column, listText } from '#terminal/table'

/** `yaoquan seller …`: registers and lists sellers (pharmacy chains). */
export function addSellerCommands(seller: Command): void {
  addRequestNo(sellerCommand(seller, 'create', say('登记连锁', 'register a seller')))
    .requiredOption('--name <name>', say('连锁名称', 'name of the seller'), nonBlank)
    .addOption(jsonOption())
    .addHelpText(
      'after',
      helpNotes({ examples: ['yaoquan seller create --data ./data --seller 111 --name 康民大药房'] }),
    )
    .action(createSeller)
  storeCommand(seller, 'list', say('列出连锁', 'list sellers')).addOption(jsonOption()).action(listSellers)
}

async function createSeller(flags: SellerFlags & NumberedFlags & Readonly<{ name: string }>): Promise<void> {
  const { seller, name } = flags
  const outcome = await withNumberedAct(
    flags,
    (administration, numbered) => administration.createSeller({ sellerId: seller, name, ...numbered }),
    { mustExist: false },
  )
  if (outcome === 'exists') throw new OperationFault(`连锁 ${seller} 已存在`, `seller ${seller} already exists`)
  printResult(
    flags,
    { seller_id: seller, name },
    say(`已登记连锁 ${seller} ${name}`, `created seller ${seller} ${name}`),
  )
}

async function listSellers(flags: StoreFlags): Promise<void> {
  const sellers = await withAdministration(flags, (administration) => administration.listSellers())
  const listed = sellers.map(({ sellerId, name, createdAtMs }) => {
    return { seller_id: sellerId, name, created_at: instantText(createdAtMs) }
  })
  const columns: readonly Column<(typeof listed)[number]>[] = [
    [say('连锁', 'Seller'), (one) => one.seller_id],
    [say('名称', 'Name'), ({ name }) => name],
    [say('创建于', 'Created'), (one) => one.created_at],
  ]
  printResult(flags, { sellers: listed }, listText(columns, listed, 'sellers'))
}
