import { Option } from 'commander'

const variable = 'YAOQUAN_ALLOW_PRIVATE_WEBHOOKS'

/** Allows webhooks to private, loopback and link-local addresses. In the environment, only `1` and `true` allow it. */
export function privateWebhooksOption(): Option {
  const option = new Option(
    '--allow-private-webhooks',
    `允许webhook访问内网与本机地址，或环境变量 ${variable}=1 (allow webhooks to private and loopback addresses; or set ${variable}=1)`,
  )
  return process.env[variable] === '1' || process.env[variable] === 'true' ? option.env(variable) : option
}
