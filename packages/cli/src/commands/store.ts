import type { Command } from 'commander'
import { addRequestNo, type NumberedFlags, withNumberedAct } from '#administration/numbered-act'
import { masterKey, storePlace } from '#administration/open-administration'
import {
  jsonOption,
  nonBlank,
  plainKey,
  type SellerFlags,
  type StoreFlags,
  sellerCommand,
  storeCommand,
} from '#options/data-options'
import type { SellerMoveProgress } from '#server'
import { helpNotes } from '#terminal/help-notes'
import { localized, OperationFault, printNote, printResult, say } from '#terminal/output'
import { type Column, listText } from '#terminal/table'

const isOpen = { zh: '正常', en: 'open' }
const nameArgument = ['<name>', say('存储的名称', 'name of the store')] as const

/** `yaoquan store …`: further stores beside the directory, which `--data` and `--store` name, and the sellers that they keep. */
export function addStoreCommands(store: Command): void {
  storeCommand(store, 'add', say('新增一处存储，或指明其新位置', 'add a store, or say where it is now'))
    .argument(...nameArgument)
    .argument('<location>', say('位置：sqlite:目录 或 mysql://…', 'location: sqlite:FOLDER or mysql://…'), nonBlank)
    .option(
      '--same-keys',
      say(
        '新存储使用目录的主密钥，连锁可在主密钥相同的存储之间迁移',
        'give a new store the master keys of the directory; sellers can be moved between stores with the same keys',
      ),
    )
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
  sellerCommand(store, 'move', say('把连锁在线迁移到另一处存储', 'move a seller to another store while servers run'))
    .requiredOption('--to <name>', say('目标存储的名称', 'name of the store it moves to'), nonBlank)
    .option('--abort', say('放弃尚未切换的迁移，连锁留在原处', 'give up a move before its switch; the seller stays'))
    .addOption(jsonOption())
    .addHelpText('after', moveNotes)
    .action(move)
}

async function add(
  name: string,
  location: string,
  flags: StoreFlags & Readonly<{ sameKeys?: boolean }>,
): Promise<void> {
  const { addStore } = await import('#server')
  await addStore({ ...storePlace(flags), ...masterKey() }, { name, location, hasSameKeys: flags.sameKeys })
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
  const columns: readonly Column<(typeof stores)[number]>[] = [
    [say('存储', 'Store'), ({ name }) => name],
    [say('位置', 'Location'), ({ location }) => location],
    [say('连锁', 'Sellers'), ({ sellerIds }) => sellerIds.join(' ')],
    [say('状态', 'State'), ({ fault = isOpen }) => localized(fault)],
  ]
  printResult(flags, { stores: listed }, listText(columns, stores, 'stores'))
}

async function assign(seller: string, storeName: string, flags: NumberedFlags & Readonly<{ name: string }>) {
  const { name } = flags
  const outcome = await withNumberedAct(flags, (administration, numbered) =>
    administration.assignSeller({ sellerId: seller, name, storeName, ...numbered }),
  )
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

type MoveFlags = SellerFlags & Readonly<{ to: string; abort?: boolean }>

async function move(flags: MoveFlags): Promise<void> {
  const { seller, to, abort = false } = flags
  const { abortSellerMoveTo, moveSellerTo } = await import('#server')
  const place = { ...storePlace(flags), ...masterKey() }
  const asked = { sellerId: seller, to, onProgress: progressPrinter() }
  if (abort) {
    await abortSellerMoveTo(place, asked)
    printResult(flags, { seller_id: seller, moved: false }, say(`连锁 ${seller} 留在原处`, `seller ${seller} stays`))
    return
  }
  const { from = null, faults } = await moveSellerTo(place, asked)
  if (faults.length > 0) {
    for (const fault of faults) printNote(`  ✗ ${fault}`)
    throw new OperationFault(
      `核对不符，原处的数据均保留；store list 显示连锁 ${seller} 所在`,
      `the check failed, and all data is still where it was; store list says where seller ${seller} is`,
    )
  }
  printResult(
    flags,
    { seller_id: seller, from, store: to, moved: from !== null },
    say(
      `连锁 ${seller} 在存储 ${to}，请备份该存储`,
      `seller ${seller} is in the store ${to}; take a backup of that store`,
    ),
  )
}

/** Prints progress on stderr, rows at most twice a second. */
function progressPrinter(): (progress: SellerMoveProgress) => void {
  const rows = { copied: 0, removed: 0 }
  let printedAtMs = 0
  return (progress) => {
    switch (progress.kind) {
      case 'copied':
      case 'removed': {
        rows[progress.kind] += progress.rows
        if (performance.now() - printedAtMs < 500) return
        printedAtMs = performance.now()
        const count = rows[progress.kind]
        if (progress.kind === 'copied') printNote(say(`已复制 ${count} 行`, `${count} rows copied`))
        else printNote(say(`已从别处删除 ${count} 行`, `${count} rows removed elsewhere`))
        return
      }
      case 'round':
        return printNote(say(`第${progress.round}轮复制`, `copying, round ${progress.round}`))
      case 'verifying':
        return printNote(say('核对已复制的数据', 'verifying what was copied'))
      case 'fenced':
        return printNote(say('原处不再写入，复制余下的数据', 'nothing is written there any more; copying the rest'))
      case 'switched': {
        const tookMs = Math.round(progress.fencedMs)
        return printNote(say(`已切换，写入暂停 ${tookMs} ms`, `switched; writes waited for ${tookMs} ms`))
      }
      case 'auditing':
        return printNote(say('在新存储中审计', 'auditing in the new store'))
    }
  }
}

const moveNotes = helpNotes({
  notes: say(
    `在数据目录之外的两处存储之间迁移，服务照常运行；最后一段写入暂停，服务端自动重试，或回复可重试的代码15。随时可中断，再次执行即继续。
两处须有相同的主密钥（store add --same-keys，或都用 YAOQUAN_MASTER_KEY）；目录中的连锁不能迁出。切换并审计之后，原处的数据被删除。`,
    `Moves between two stores beside the directory, while servers run. During the last part writes wait: servers repeat them, or answer code 15, which callers repeat. It may be interrupted at any moment; the same command goes on.
Both stores need the same master keys (store add --same-keys, or YAOQUAN_MASTER_KEY for all). A seller of the directory cannot be moved out of it. After the switch and an audit, the data is removed from the former store.`,
  ),
  examples: [
    'yaoquan store move --seller 222 --to west --data ./data',
    'yaoquan store move --seller 222 --to west --abort --data ./data',
  ],
})

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
