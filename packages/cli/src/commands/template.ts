import {
  closeTemplate,
  getTemplate,
  reopenTemplate,
  saveTemplate,
  storedTemplateFields,
  templateFields,
} from '@yaoquan/api'
import { type StoredTemplate, TopClient } from '@yaoquan/client'
import { type Command, Option } from 'commander'
import {
  addGateway,
  addWrite,
  callAndPrint,
  type GatewayFlags,
  type WriteFlags,
  writeAndPrint,
} from '#calls/gateway-call'
import { propertyValues, wireValues } from '#calls/wire-values'
import { readJsonFile } from '#import/open-text'
import { wholeNumber } from '#options/data-options'
import { printResult } from '#terminal/output'
import { listText } from '#terminal/table'
import { valueLines } from '#terminal/value-lines'

/** `yaoquan template …`: coupon templates. */
export function addTemplateCommands(template: Command): void {
  addSave(template)
  addGet(template)
  addList(template)
  addClose(template)
  addReopen(template)
}

const idArgument = ['<id>', '模板id (template id, coupon_id)'] as const

function addSave(template: Command): void {
  const save = template
    .command('save')
    .description('新建模板，或保存模板的新版本 (create a template, or a new version of one)')
    .argument(
      '<file>',
      'JSON文件，字段与 yaoquan.template.save 一致 (JSON file with the fields of yaoquan.template.save)',
    )
  addWrite(save).addHelpText('after', example).action(saveFile)
}

async function saveFile(path: string, flags: WriteFlags): Promise<void> {
  const template = propertyValues(templateFields, await readJsonFile(path))
  await writeAndPrint(flags, {
    method: saveTemplate,
    send: (client, outRequestNo) => client.saveTemplate({ outRequestNo, template }),
    show: ({ version = '', awaitsApproval }) =>
      awaitsApproval
        ? `已保存模板 ${template.couponId}，版本 ${version}，待另一人在控制台审批 (saved, waits for approval at the console)`
        : `已保存模板 ${template.couponId}，版本 ${version} (saved, version)`,
  })
}

const fields = Object.values(templateFields).map(
  ({ wire, description }) => `  ${wire.padEnd(20)}${description.zh} (${description.en})`,
)

const example = `
字段 Fields:
${fields.join('\n')}

示例 Example (11.json):
  {"coupon_id":"11","coupon_name":"满199减99","kind":"full_reduction","coupon_amount":"99","order_amount":"199",
   "valid_from_day":0,"valid_to_day":29,"stock_total":10000,"member_per_day":1}
  yaoquan template save 11.json`

type GetFlags = GatewayFlags & Readonly<{ templateVersion?: number }>

/** Prints a version of a template. */
function addGet(template: Command): void {
  const get = template
    .command('get')
    .description('查询一个模板的最新版本或指定版本 (show the latest version of a template, or another one)')
    .argument(...idArgument)
    .option('--template-version <n>', '版本，缺省为最新 (version; default: the latest)', wholeNumber(1, 1_000_000_000))
  addGateway(get).action((couponId: string, { templateVersion: version, ...flags }: GetFlags) =>
    callAndPrint(flags, {
      method: getTemplate,
      send: (client) => client.getTemplate({ couponId, version }),
      show: ({ template: found = {} }) => valueLines(wireValues(storedTemplateFields, found)).join('\n'),
    }),
  )
}

function addList(template: Command): void {
  const list = template
    .command('list')
    .description('列出连锁的模板 (list the templates of the seller)')
    .addOption(new Option('--open', '只列出未关闭的模板 (only open templates)').conflicts('closed'))
    .option('--closed', '只列出已关闭的模板 (only closed templates)')
  addGateway(list).action(listAll)
}

type ListFlags = GatewayFlags & Readonly<{ open?: boolean; closed?: boolean }>

async function listAll({ open, closed, ...flags }: ListFlags): Promise<void> {
  const filter = open || closed ? { closed: closed ?? false } : {}
  const templates: StoredTemplate[] = []
  for await (const template of new TopClient(flags).allTemplates(filter)) templates.push(template)
  const members = templates.map((template) => wireValues(storedTemplateFields, template))
  printResult(flags, { templates: members }, listText(titles, templates.map(rowOf), 'templates'))
}

const titles = ['模板', '名称', '类型', '版本', '状态', '总库存', '已领', '保存时间']

function rowOf(template: StoredTemplate): readonly string[] {
  return [
    template.couponId,
    template.couponName,
    template.kind,
    String(template.version),
    stateOf(template),
    String(template.stockTotal ?? '不限'),
    String(template.issuedCount ?? ''),
    template.savedAt,
  ]
}

function stateOf({ closed, state, approval, publishAt }: StoredTemplate): string {
  if (closed) return '已关闭'
  if (approval === 'waiting') return '待审批'
  if (state === 'draft') return '草稿'
  return publishAt === undefined ? '开放' : `${publishAt} 发布`
}

type ReasonFlags = WriteFlags & Readonly<{ reason?: string }>

/** Closes a template: no more claims until it is reopened. */
function addClose(template: Command): void {
  const close = template
    .command('close')
    .description(
      '关闭模板：不能再领取，已领取的券仍可使用 (close a template: no more claims; claimed coupons stay usable)',
    )
    .argument(...idArgument)
    .option('--reason <text>', '原因 (reason)')
  addWrite(close).action((couponId: string, { reason, ...flags }: ReasonFlags) =>
    writeAndPrint(flags, {
      method: closeTemplate,
      send: (client, outRequestNo) => client.closeTemplate({ outRequestNo, couponId, reason }),
      show: () => `已关闭模板 ${couponId} (closed)`,
    }),
  )
}

function addReopen(template: Command): void {
  const reopen = template
    .command('reopen')
    .description('重新开放已关闭的模板 (open a closed template again)')
    .argument(...idArgument)
    .option('--reason <text>', '原因 (reason)')
  addWrite(reopen).action((couponId: string, { reason, ...flags }: ReasonFlags) =>
    writeAndPrint(flags, {
      method: reopenTemplate,
      send: (client, outRequestNo) => client.reopenTemplate({ outRequestNo, couponId, reason }),
      show: () => `已重新开放模板 ${couponId} (open again)`,
    }),
  )
}
