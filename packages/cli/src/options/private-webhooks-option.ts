import { Option } from 'commander'

const variable = 'YAOQUAN_ALLOW_PRIVATE_WEBHOOKS'

/** Whether webhooks may reach private, loopback and link-local addresses. `0` in the environment is a no. */
export function privateWebhooksOption(): Option {
  const option = new Option(
    '--allow-private-webhooks',
    `允许webhook访问内网与本机地址，或 ${variable}=1 (let webhooks reach private targets)`,
  )
  return process.env[variable] === '1' || process.env[variable] === 'true' ? option.env(variable) : option
}
