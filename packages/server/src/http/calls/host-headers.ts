import { networkInterfaces } from 'node:os'

/** Headers that name the answering machine; one Python SDK fails without (docs/reference/top-protocol.md, 3.1). */
export function hostHeaders(host: string): Readonly<{ 'application-host': string; 'location-host': string }> {
  const isConcrete = /^\d+\.\d+\.\d+\.\d+$/.test(host) && host !== '0.0.0.0'
  const address = isConcrete ? host : firstExternalAddress()
  const digits = address.split('.').map((part) => part.padStart(3, '0'))
  return { 'application-host': address, 'location-host': `top${digits.join('')}.yaoquan` }
}

function firstExternalAddress(): string {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
  return addresses.find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '127.0.0.1'
}
