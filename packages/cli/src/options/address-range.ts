import { isIP } from 'node:net'
import { InvalidArgumentError } from 'commander'
import { collect } from './data-options.ts'

/**
 * Parses a repeatable option whose values are IP addresses or CIDR ranges.
 * @throws InvalidArgumentError for anything else
 */
export function addressRanges(value: string, previous: readonly string[] | undefined): readonly string[] {
  if (!isAddressRange(value)) throw new InvalidArgumentError('应为IP或CIDR网段 (must be an IP address or a CIDR range)')
  return collect(value, previous)
}

function isAddressRange(value: string): boolean {
  const [address = '', prefix, ...rest] = value.split('/')
  const version = isIP(address)
  if (version === 0 || rest.length > 0) return false
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128))
}
