import ipaddr from 'ipaddr.js'

/**
 * Whether an address belongs to the public internet. Loopback, private, link-local, shared, multicast and reserved
 * ranges do not, nor do IPv4 addresses of those ranges written as IPv6: a seller's URL must not reach the machines
 * beside the server (server-side request forgery).
 * @param address an IP address as text; anything else is not public
 */
export function isPublicAddress(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast'
}
