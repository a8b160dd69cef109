import { type Command, Option } from 'commander'
import { withAdministration } from '#administration/open-administration'
import { dataOption, jsonOption, nonBlank, sellerOption, storeOption } from '#options/data-options'
import { OperationFault } from '#terminal/faults'
import { print, printJson } from '#terminal/output'

type SellerFlags = Readonly<{ data?: string; store?: string; seller: string; name: string; json?: boolean }>

/** `yaoquan seller create`: registers a seller (a pharmacy chain). */
export function addSellerCreate(seller: Command): void {
  seller
    .command('create')
    .description('登记连锁 (register a seller)')
    .addOption(dataOption())
    .addOption(storeOption())
    .addOption(sellerOption())
    .addOption(new Option('--name <name>', '连锁名称 (name of the seller)').argParser(nonBlank).makeOptionMandatory())
    .addOption(jsonOption())
    .addHelpText('after', '\n示例 Example:\n  yaoquan seller create --data ./data --seller 111 --name 康民大药房')
    .action(createSeller)
}

async function createSeller({ seller, name, json, ...place }: SellerFlags): Promise<void> {
  const outcome = await withAdministration(
    place,
    (administration) => administration.createSeller({ sellerId: seller, name }),
    { mustExist: false },
  )
  if (outcome === 'exists') throw new OperationFault(`连锁 ${seller} 已存在`, `seller ${seller} already exists`)
  if (json) printJson({ seller_id: seller, name })
  else print(`已登记连锁 ${seller} ${name} (seller created)`)
}
