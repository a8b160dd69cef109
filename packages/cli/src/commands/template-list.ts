import { storedTemplateFields } from '@yaoquan/api'
import { type StoredTemplate, TopClient } from '@yaoquan/client'
import { type Command, Option } from 'commander'
import { addGateway, type GatewayFlags } from '#calls/gateway-call'
import { wireValues } from '#calls/wire-values'
import { print, printJson } from '#terminal/output'
import { table } from '#terminal/table'

type ListFlags = GatewayFlags & Readonly<{ open?: boolean; closed?: boolean }>

/** `yaoquan template list`: lists all templates of the seller. */
export function addTemplateList(template: Command): void {
  const list = template
    .command('list')
    .description('列出连锁的模板 (list the templates of the seller)')
    .addOption(new Option('--open', '只列出未关闭的模板 (only open templates)').conflicts('closed'))
    .option('--closed', '只列出已关闭的模板 (only closed templates)')
  addGateway(list).action(listAll)
}

async function listAll({ open, closed, ...flags }: ListFlags): Promise<void> {
  const filter = open || closed ? { closed: closed ?? false } : {}
  const templates: StoredTemplate[] = []
  for await (const template of new TopClient(flags).allTemplates(filter)) templates.push(template)
  if (flags.json) printJson({ templates: templates.map((template) => wireValues(storedTemplateFields, template)) })
  else print(`${table(titles)(templates.map(rowOf))}\n共 ${templates.length} 个 (templates in total)`)
}

const titles = ['模板', '名称', '类型', '版本', '状态', '总库存', '已领', '保存时间']

function rowOf(template: StoredTemplate): readonly string[] {
  return [
    template.couponId,
    template.couponName,
    template.kind,
    String(template.version),
    template.closed ? '已关闭' : '开放',
    String(template.stockTotal ?? '不限'),
    String(template.issuedCount ?? ''),
    template.savedAt,
  ]
}
