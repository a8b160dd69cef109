import { saveTemplate, templateFields } from '@yaoquan/api'
import type { Command } from 'commander'
import { addWrite, type WriteFlags, writeAndPrint } from '#calls/gateway-call'
import { propertyValues } from '#calls/property-values'
import { readJsonFile } from '#calls/read-json-file'
import { repetitionNote } from '#calls/repetition-note'

/** `yaoquan template save`: creates a template, or a new version of one. */
export function addTemplateSave(template: Command): void {
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
    show: (result) =>
      `已保存模板 ${template.couponId}，版本 ${result.version ?? ''} (saved, version)${repetitionNote(result)}`,
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
