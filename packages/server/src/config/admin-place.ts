/** An address to listen on; port 0 is any free port. */
export type ListenPlace = Readonly<{ host: string; port: number }>

/**
 * The default address of `/metrics` and the details of `/ready`: the loopback, 1,000 ports above the public port, so that servers on one
 * machine do not collide.
 * @param port the public port; 0 gives 0
 */
export function defaultAdminPlace(port: number): ListenPlace {
  return { host: '127.0.0.1', port: port === 0 ? 0 : port + (port <= 65_535 - distance ? distance : -distance) }
}

const distance = 1_000
