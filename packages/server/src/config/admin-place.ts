/** Where a port is listened on; port 0 is any free one. */
export type ListenPlace = Readonly<{ host: string; port: number }>

/**
 * Where `/metrics` and the details of `/ready` are, unless told otherwise: on the loopback, 1,000 ports above the public
 * one, so that servers that share a machine, which have different ports, do not meet here.
 * @param port the public one; 0 gives 0
 */
export function defaultAdminPlace(port: number): ListenPlace {
  return { host: '127.0.0.1', port: port === 0 ? 0 : port + (port <= 65_535 - distance ? distance : -distance) }
}

const distance = 1_000
