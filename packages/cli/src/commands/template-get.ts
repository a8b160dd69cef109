import { getTemplate, storedTemplateFields } from '@yaoquan/api'
import type { Command } from 'commander'
import { addGateway, callAndPrint, type GatewayFlags } from '#calls/gateway-call'
import { wireValues } from '#calls/wire-values'
import { padToWidth } from '#terminal/display-width'
import { oneLine } from '#terminal/one-line'

/** `yaoquan template get`: prints the latest version of a template. */
export function addTemplateGet(template: Command): void {
  const get = template
    .command('get')
    .description('查询一个模板的最新版本 (show the latest version of a template)')
    .argument('<id>', '模板id (template id, coupon_id)')
  addGateway(get).action(getOne)
}

async function getOne(couponId: string, flags: GatewayFlags): Promise<void> {
  await callAndPrint(flags, {
    method: getTemplate,
    send: (client) => client.getTemplate({ couponId }),
    show: ({ template = {} }) =>
      Object.entries(wireValues(storedTemplateFields, template))
        .map(([wire, value]) => `${padToWidth(wire, 20)}${oneLine(String(value))}`)
        .join('\n'),
  })
}
