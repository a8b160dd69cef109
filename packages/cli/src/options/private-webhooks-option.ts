import { Option } from 'commander'
import { fromEnvironment } from './data-options.ts'

/** Whether webhooks may reach private, loopback and link-local addresses. */
export function privateWebhooksOption(): Option {
  return fromEnvironment(
    new Option(
      '--allow-private-webhooks',
      '允许webhook访问内网与本机地址，或 YAOQUAN_ALLOW_PRIVATE_WEBHOOKS=1 (let webhooks reach private targets)',
    ),
    'YAOQUAN_ALLOW_PRIVATE_WEBHOOKS',
  )
}
