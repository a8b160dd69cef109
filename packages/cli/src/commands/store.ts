import type { Command } from 'commander'
import { addRequestNo, type NumberedFlags, usedNumber, withNumberedAct } from '#administration/numbered-act'
import { masterKey, storePlace } from '#administration/open-administration'
import { jsonOption, nonBlank, plainKey, type StoreFlags, storeCommand } from '#options/data-options'
import { OperationFault } from '#terminal/faults'
import { helpNotes } from '#terminal/help-notes'
import { localized, say } from '#terminal/language'
import { printResult } from '#terminal/output'
import { listText } from '#terminal/table'

const isOpen = { zh: '正常', en: 'open' }
const nameArgument = ['<name>', say('存储的名称', 'name of the store')] as const

/** `yaoquan store …`: further stores beside the directory, which `--data` and `--store` name, and the sellers that they keep. */
export function addStoreCommands(store: Command): void {
  storeCommand(store, 'add', say('新增一处存储，或指明其新位置', 'add a store, or say where it is now'))
    .argument(...nameArgument)
    .argument('<location>', say('位置：sqlite:目录 或 mysql://…', 'location: sqlite:FOLDER or mysql://…'), nonBlank)
    .addOption(jsonOption())
    .addHelpText('after', addNotes)
    .action(add)
  storeCommand(store, 'list', say('列出各存储与其连锁', 'list the stores with their sellers'))
    .addOption(jsonOption())
    .action(list)
  addRequestNo(
    storeCommand(store, 'assign', say('登记连锁，其数据在该存储', 'register a seller whose data a store keeps')),
  )
    .argument('<seller>', say('连锁id', 'id of the seller'), plainKey)
    .argument(...nameArgument)
    .requiredOption('--name <name>', say('连锁名称', 'name of the seller'), nonBlank)
    .addOption(jsonOption())
    .addHelpText('after', helpNotes({ examples: ['yaoquan store assign 222 east --data ./data --name 康民大药房'] }))
    .action(assign)
}

async function add(name: string, location: string, flags: StoreFlags): Promise<void> {
  const { addStore } = await import('#server')
  await addStore({ ...storePlace(flags), ...masterKey() }, { name, location })
  printResult(flags, { store: name }, say(`已新增存储 ${name}`, `added the store ${name}`))
}

async function list(flags: StoreFlags): Promise<void> {
  const { listStores } = await import('#server')
  const stores = await listStores({ ...storePlace(flags), ...masterKey() })
  const listed = stores.map(({ name, location, sellerIds, fault }) => ({
    store: name,
    location,
    sellers: sellerIds,
    fault: fault?.en ?? null,
  }))
  const rows = stores.map(({ name, location, sellerIds, fault = isOpen }) => [
    name,
    location,
    sellerIds.join(' '),
    localized(fault),
  ])
  const titles = [say('存储', 'Store'), say('位置', 'Location'), say('连锁', 'Sellers'), say('状态', 'State')]
  printResult(flags, { stores: listed }, listText(titles, rows, 'stores'))
}

async function assign(seller: string, storeName: string, flags: NumberedFlags & Readonly<{ name: string }>) {
  const { name } = flags
  const outcome = await withNumberedAct(flags, (administration, numbered) =>
    administration.assignSeller({ sellerId: seller, name, storeName, ...numbered }),
  )
  if (outcome === 'conflict') throw usedNumber()
  if (outcome === 'exists') {
    throw new OperationFault(
      `连锁 ${seller} 已登记，其数据在别处`,
      `seller ${seller} is registered already, and its data is elsewhere`,
    )
  }
  printResult(
    flags,
    { seller_id: seller, name, store: storeName },
    say(`连锁 ${seller} ${name} 在存储 ${storeName}`, `seller ${seller} ${name} is in the store ${storeName}`),
  )
}

const addNotes = helpNotes({
  notes: say(
    `--data 或 --store 所指的是目录：应用、人员、会话与各连锁的所在。新存储须为空，此后属于该目录。
位置写入数据目录的 stores.json（只有所有者可读），每台服务器都须有该文件，与 master.key 一样。运行中的服务在数秒内打开新的存储。`,
    `--data or --store names the directory: apps, people, sessions, and where each seller is. The new store must be empty, and belongs to this directory from then on.
The location is written into stores.json in the data folder, readable by its owner only; every server needs the file, as it needs master.key. Running servers open a new store within seconds.`,
  ),
  examples: [
    'yaoquan store add east sqlite:/srv/east --data ./data',
    'yaoquan store add west mysql://yaoquan:secret@db1:3306/west --data ./data',
  ],
})
