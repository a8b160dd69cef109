import { isIP } from 'node:net'
import { InvalidArgumentError } from 'commander'
import type { ServeOptions } from '#server'
import { say } from '#terminal/language'
import { wholeNumber } from './data-options.ts'

type AdminListen = Exclude<ServeOptions['adminListen'], undefined>

/**
 * Parses `--admin-listen`: `off` or `0` to disable it, a port on the loopback address, or an address with a port.
 * @throws InvalidArgumentError for anything else
 */
export function adminListen(value: string): AdminListen {
  if (value === 'off' || value === '0') return 'off'
  const colon = value.lastIndexOf(':')
  const host = colon < 0 ? '127.0.0.1' : value.slice(0, colon).replace(/^\[(.*)\]$/, '$1')
  const isName = host === 'localhost' || isIP(host) !== 0
  if (!isName) throw new InvalidArgumentError(say('应为 HOST:PORT、端口或 off', 'must be HOST:PORT, a port, or off'))
  return { host, port: wholeNumber(0, 65_535)(value.slice(colon + 1)) }
}
