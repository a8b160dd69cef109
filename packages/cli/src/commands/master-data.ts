import { categoryColumns, shopColumns } from '@yaoquan/api'
import type { Command } from 'commander'
import { withSeller } from '#administration/open-administration'
import { type EntryColumns, type EntryTexts, readEntries } from '#import/entry-file'
import { openText } from '#import/open-text'
import { jsonOption, type SellerFlags, sellerCommand } from '#options/data-options'
import type { Administration, CategoryRow, ShopRow } from '#server'
import { helpNotes } from '#terminal/help-notes'
import { OperationFault, printResult, say } from '#terminal/output'
import { type Column, listText } from '#terminal/table'

/** `yaoquan shop import` and `list`: the names of shops. */
export function addShopCommands(group: Command): void {
  sellerCommand(group, 'import', say('从CSV登记门店的名称', 'name shops from a CSV file'))
    .argument(...fileArgument)
    .addOption(jsonOption())
    .addHelpText('after', notesOf('shop', shopColumns))
    .action((path: string, flags: SellerFlags) =>
      importFile<ShopRow>(path, flags, {
        read: async () => (await readEntries(await openText(path), shopColumns)).map(shopRow),
        save: (administration, rows) => administration.saveShops({ sellerId: flags.seller, rows }),
      }),
    )
  sellerCommand(group, 'list', say('列出已登记的门店', 'list the shops that have names'))
    .addOption(jsonOption())
    .action(async (flags: SellerFlags) => {
      const shops = await listAll(flags, (administration, query) => administration.listShops(query))
      const shown = shops.map(({ code, name, city, isClosed: closed }) => ({ code, name, city, closed }))
      const columns: readonly Column<(typeof shown)[number]>[] = [
        ...nameColumns,
        [say('城市', 'City'), ({ city }) => city],
        [say('状态', 'State'), ({ closed }) => (closed ? say('已闭店', 'closed') : '')],
      ]
      printResult(flags, { shops: shown }, listText(columns, shown, 'shops'))
    })
}

/** `yaoquan category import` and `list`: the names of categories of goods. */
export function addCategoryCommands(group: Command): void {
  sellerCommand(group, 'import', say('从CSV登记品类的名称', 'name categories from a CSV file'))
    .argument(...fileArgument)
    .addOption(jsonOption())
    .addHelpText('after', notesOf('category', categoryColumns))
    .action((path: string, flags: SellerFlags) =>
      importFile<CategoryRow>(path, flags, {
        read: async () => (await readEntries(await openText(path), categoryColumns)).map(categoryRow),
        save: (administration, rows) => administration.saveCategories({ sellerId: flags.seller, rows }),
      }),
    )
  sellerCommand(group, 'list', say('列出已登记的品类', 'list the categories that have names'))
    .addOption(jsonOption())
    .action(async (flags: SellerFlags) => {
      const categories = await listAll(flags, (administration, query) => administration.listCategories(query))
      const shown = categories.map(({ code, name, parent }) => ({ code, name, parent_code: parent }))
      const columns: readonly Column<(typeof shown)[number]>[] = [
        ...nameColumns,
        [say('上级编码', 'Parent'), (one) => one.parent_code],
      ]
      printResult(flags, { categories: shown }, listText(columns, shown, 'categories'))
    })
}

const nameColumns: readonly Column<Readonly<{ code: string; name: string }>>[] = [
  [say('编码', 'Code'), ({ code }) => code],
  [say('名称', 'Name'), ({ name }) => name],
]

const fileArgument = ['<file>', say('CSV文件，首行为字段名', 'CSV file with a header row')] as const

type WithLine<Row> = Readonly<{ line: number; row: Row }>

function shopRow({ line, texts }: EntryTexts<keyof typeof shopColumns>): WithLine<ShopRow> {
  const { code = '', name = '', city, closed = '' } = texts
  const isClosed = closed === '' ? undefined : answers.get(closed.toLowerCase())
  if (closed !== '' && isClosed === undefined) throw badLine(line, 'closed', ['应为 yes 或 no', 'must be yes or no'])
  return { line, row: { code, name, city, isClosed } }
}

const answers: ReadonlyMap<string, boolean> = new Map([
  ...['yes', 'true', '1', '是', '已闭店'].map((text) => [text, true] as const),
  ...['no', 'false', '0', '否'].map((text) => [text, false] as const),
])

function categoryRow({ line, texts }: EntryTexts<keyof typeof categoryColumns>): WithLine<CategoryRow> {
  const { code = '', name = '', parentCode } = texts
  return { line, row: { code, name, parent: parentCode } }
}

type Import<Row> = Readonly<{
  read: () => Promise<readonly WithLine<Row>[]>
  save: (administration: Administration, rows: readonly Row[]) => ReturnType<Administration['saveShops']>
}>

/** Checks the whole file before anything is saved. */
async function importFile<Row extends ShopRow | CategoryRow>(
  path: string,
  flags: SellerFlags,
  { read, save }: Import<Row>,
): Promise<void> {
  const lines = await read()
  const rows = lines.map(({ row }) => row)
  const { findEntryFault, maxEntries } = await import('#server')
  const fault = findEntryFault(rows)
  if (fault !== undefined) {
    throw badLine(lines[fault.place]?.line ?? 0, fault.property, [fault.rule.zh, fault.rule.en])
  }
  const sum = { created: 0, changed: 0, unchanged: 0 }
  await withSeller(flags, async (administration) => {
    for (let first = 0; first < rows.length; first += maxEntries) {
      const saved = await save(administration, rows.slice(first, first + maxEntries))
      sum.created += saved.created
      sum.changed += saved.changed
      sum.unchanged += saved.unchanged
    }
  })
  const text = say(
    `${path}: 新建 ${sum.created}，修改 ${sum.changed}，未变 ${sum.unchanged}`,
    `${path}: ${sum.created} created, ${sum.changed} changed, ${sum.unchanged} unchanged`,
  )
  printResult(flags, sum, text)
}

function badLine(line: number, field: string, [zh, en]: readonly [string, string]): OperationFault {
  return new OperationFault(
    `第 ${line} 行的 ${field} ${zh}，未导入任何内容`,
    `line ${line}: ${field} ${en}; nothing was imported`,
  )
}

const pageSize = 1000

async function listAll<E extends Readonly<{ code: string }>>(
  flags: SellerFlags,
  find: (administration: Administration, query: Parameters<Administration['listShops']>[0]) => Promise<readonly E[]>,
): Promise<readonly E[]> {
  return withSeller(flags, async (administration) => {
    const all: E[] = []
    for (;;) {
      const query = { sellerId: flags.seller, afterCode: all.at(-1)?.code ?? '', limit: pageSize }
      const page = await find(administration, query)
      all.push(...page)
      if (page.length < pageSize) return all
    }
  })
}

function notesOf(command: string, columns: EntryColumns<string>): () => string {
  const names = Object.values(columns).map(({ wire, zh }) => say(`${wire}（${zh}）`, wire))
  return helpNotes({
    notes: say(
      `列: ${names.join(', ')}；code 与 name 必填
文件里没有的列保持不变，空白则清除；已闭店填 yes/no。有一行不合规则就什么也不导入；重复运行不产生变化。名称只用于显示；门店编码即 policy set --known-shops 所用的门店名单。`,
      `Columns: ${names.join(', ')}; code and name are required
A column that the file lacks stays as it is, a blank value is removed; closed is yes or no. A file with a bad line imports nothing. Running an import again changes nothing. Names are for display only; the codes of shops are the list of policy set --known-shops.`,
    ),
    examples: [
      `yaoquan ${command} import ${command === 'shop' ? 'shops' : 'categories'}.csv --data ./data --seller 111`,
    ],
  })
}
