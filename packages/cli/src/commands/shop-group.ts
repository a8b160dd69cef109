import { plainList } from '@yaoquan/api'
import type { Command } from 'commander'
import { type NumberedFlags, withNumberedSeller } from '#administration/numbered-act'
import { withSeller } from '#administration/open-administration'
import { outRequestNoOption } from '#calls/request-number'
import { readTextFile } from '#import/open-text'
import { jsonOption, nonBlank, type SellerFlags, sellerCommand } from '#options/data-options'
import type { ShopGroup } from '#server'
import { helpNotes } from '#terminal/help-notes'
import { instantText, OperationFault, printResult, say, UsageFault } from '#terminal/output'
import { type Column, listText } from '#terminal/table'

/** `yaoquan shop-group …`: named lists of shops, for coupons that are valid in more shops than fit into a field. */
export function addShopGroupCommands(group: Command): void {
  sellerCommand(
    group,
    'set',
    say('新建门店组，或替换其全部门店', 'create a group of shops, or replace all of its shops'),
  )
    .argument(...nameArgument)
    .option('--shops <shops>', say('门店，逗号分隔', 'shops, comma-separated'), nonBlank)
    .option(
      '--file <file>',
      say('门店文件，UTF-8，每行一个或逗号分隔', 'file of shops in UTF-8, one a line or comma-separated'),
      nonBlank,
    )
    .addOption(outRequestNoOption())
    .addOption(jsonOption())
    .addHelpText('after', notes)
    .action(set)
  sellerCommand(group, 'get', say('查看一个门店组的门店', 'show the shops of a group'))
    .argument(...nameArgument)
    .addOption(jsonOption())
    .action(show)
  sellerCommand(group, 'list', say('列出门店组', 'list the groups of shops')).addOption(jsonOption()).action(list)
  sellerCommand(
    group,
    'delete',
    say(
      '删除没有模板在用的门店组：写明它的券不再因它适用于任何门店',
      'delete a group that no open template names: coupons that name it are valid in none of its shops any longer',
    ),
  )
    .argument(...nameArgument)
    .addOption(outRequestNoOption())
    .addOption(jsonOption())
    .action(deleteGroup)
}

const nameArgument = ['<name>', say('门店组名称，不带 @', 'name of the group, without @')] as const

type SetFlags = SellerFlags & NumberedFlags & Readonly<{ shops?: string; file?: string }>

async function set(given: string, flags: SetFlags): Promise<void> {
  if ((flags.shops === undefined) === (flags.file === undefined)) {
    throw new UsageFault('请指定 --shops 或 --file，二者选一', 'either --shops or --file is required')
  }
  const { parseShopGroup } = await import('#server')
  const requested = flags.shops ?? (await readTextFile(flags.file ?? ''))
  // A file is imported; what was typed is refused, so that the next time is right.
  const list = flags.file === undefined ? requested : plainList(requested)
  const parsed = parseShopGroup(given, list)
  if (parsed.kind === 'invalid') {
    const field = parsed.field === 'name' ? `名称 "${given.slice(0, 70)}" ` : '门店'
    throw new UsageFault(`${field}${parsed.rule.zh}`, `${parsed.field} ${parsed.rule.en}`)
  }
  const { name, shops } = parsed
  const group = await withNumberedSeller(flags, (administration, numbered) =>
    administration.setShopGroup({ sellerId: flags.seller, name, shops, ...numbered }),
  )
  const count = shopsOf(group).length
  const saved = say(
    `已设置门店组 @${name}，门店 ${count} 个，版本 ${group.version}`,
    `set the group @${name}: ${count} shops, version ${group.version}`,
  )
  const read =
    list === requested ? '' : say('\n文件中的 ， 或 、 已按逗号读取', '， or 、 in the file were read as commas')
  printResult(flags, membersOf(group), saved + read)
}

async function show(name: string, flags: SellerFlags): Promise<void> {
  const group = await withSeller(flags, (administration) => administration.findShopGroup(flags.seller, name))
  if (group === undefined) throw unknownGroup(name)
  printResult(flags, { ...membersOf(group), shops: shopsOf(group) }, shopsOf(group).join('\n'))
}

async function list(flags: SellerFlags): Promise<void> {
  const groups = await withSeller(flags, (administration) => administration.listShopGroups(flags.seller))
  printResult(flags, { shop_groups: groups.map(membersOf) }, listText(columns, groups, 'groups of shops'))
}

const columns: readonly Column<ShopGroup>[] = [
  [say('门店组', 'Group'), ({ name }) => `@${name}`],
  [say('门店数', 'Shops'), (group) => shopsOf(group).length],
  [say('版本', 'Version'), ({ version }) => version],
  [say('设于', 'Set'), ({ setAtMs }) => instantText(setAtMs)],
]

async function deleteGroup(name: string, flags: SellerFlags & NumberedFlags): Promise<void> {
  const outcome = await withNumberedSeller(flags, (administration, numbered) =>
    administration.deleteShopGroup({ sellerId: flags.seller, name, ...numbered }),
  )
  if (outcome.kind === 'unknown') throw unknownGroup(name)
  if (outcome.kind === 'used') throw usedGroup(name, outcome.couponIds)
  printResult(flags, { name, outcome: outcome.kind }, say(`已删除门店组 @${name}`, `deleted the group @${name}`))
}

function unknownGroup(name: string): OperationFault {
  return new OperationFault(`门店组 @${name} 不存在`, `there is no group of shops @${name}`)
}

function usedGroup(name: string, couponIds: readonly string[]): OperationFault {
  const shown = couponIds.slice(0, maxNamed).join(', ')
  const list = couponIds.length > maxNamed ? `${shown} …` : shown
  return new OperationFault(
    `还有 ${couponIds.length} 个模板在用门店组 @${name}：${list}。请先停止领取这些模板，或修改其可用门店`,
    `${couponIds.length} open templates name the group @${name}: ${list}; stop claiming them or change their shops first`,
  )
}

const maxNamed = 10

function membersOf(group: ShopGroup): object {
  const { name, version, setAtMs } = group
  return { name, shop_count: shopsOf(group).length, version, set_at: instantText(setAtMs) }
}

function shopsOf({ shops }: ShopGroup): readonly string[] {
  return shops.split(',')
}

const notes = helpNotes({
  notes: say(
    `模板与券的 shop 里用 @名称 指代一个门店组，可与门店混写，如 "@华东,0801"。核销时按当时的门店组判断；querycoupon 返回的 shop 是展开后的门店。
每次修改都是连锁的一个事件 shop_group，含修改前后的全部门店；服务端在一秒内采用。`,
    'In "shop" of templates and coupons, @NAME names a group, also beside shops: "@east,0801". A redemption is judged by the group as it is then; querycoupon answers the shops of the group. Every change is an event "shop_group" with all shops before and after; running servers apply it within a second.',
  ),
  examples: [
    'yaoquan shop-group set 华东 --data ./data --seller 111 --file shops.txt',
    'yaoquan shop-group list --data ./data --seller 111',
  ],
})
