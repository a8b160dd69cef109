import ipaddr from 'ipaddr.js'
import type { CallingApp } from '#gateway/call/callers'
import { type Refused, refuse } from '#gateway/call/refusal'

/** Code 11 `isv.permission-ip-whitelist-limit`: the app's allow list holds addresses and CIDR ranges, IPv4 and IPv6. */
export function checkIp(app: CallingApp, ip: string): Refused | undefined {
  if (app.allowedIps.length === 0) return undefined
  return isAllowed(app.allowedIps, ip) ? undefined : refuse('ipNotAllowed', { ip })
}

function isAllowed(allowedIps: readonly string[], ip: string): boolean {
  if (!ipaddr.isValid(ip)) return false
  const address = ipaddr.process(ip)
  return allowedIps.some((allowed) => contains(allowed, address))
}

function contains(allowed: string, address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  if (ipaddr.isValid(allowed)) return ipaddr.process(allowed).toNormalizedString() === address.toNormalizedString()
  if (!ipaddr.isValidCIDR(allowed)) return false
  const [network, prefix] = ipaddr.parseCIDR(allowed)
  return network.kind() === address.kind() && address.match(network, prefix)
}
