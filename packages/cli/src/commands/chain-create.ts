import { type Command, Option } from 'commander'
import { withAdministration } from '#administration/open-administration'
import { dataOption, jsonOption, nonBlank, sellerOption, storeOption } from '#options/data-options'
import { OperationFault } from '#terminal/faults'
import { print, printJson } from '#terminal/output'

type ChainFlags = Readonly<{ data?: string; store?: string; seller: string; name: string; json?: boolean }>

/** `yaoquan chain create`: registers a pharmacy chain. */
export function addChainCreate(chain: Command): void {
  chain
    .command('create')
    .description('登记连锁 (register a chain)')
    .addOption(dataOption())
    .addOption(storeOption())
    .addOption(sellerOption())
    .addOption(new Option('--name <name>', '名称 (name)').argParser(nonBlank).makeOptionMandatory())
    .addOption(jsonOption())
    .addHelpText('after', '\n示例 Example:\n  yaoquan chain create --data ./data --seller 111 --name 康民大药房')
    .action(createSeller)
}

async function createSeller({ seller, name, json, ...place }: ChainFlags): Promise<void> {
  const outcome = await withAdministration(
    place,
    (administration) => administration.createSeller({ sellerId: seller, name }),
    { mustExist: false },
  )
  if (outcome === 'exists') throw new OperationFault(`连锁 ${seller} 已存在`, `chain ${seller} exists already`)
  if (json) printJson({ seller_id: seller, name })
  else print(`created chain ${seller} ${name}`)
}
