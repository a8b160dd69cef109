import type { Server } from 'node:http'
import type { ListenPlace } from '#config/server-config'
import { transportLimits } from '#config/transport-limits'
import { OperatorError } from '#errors/operator-error'

/**
 * Begins to listen; connections above the limit are closed.
 * @returns the place, with the port that the system chose where 0 was given
 * @throws OperatorError when the port is in use or not allowed, or the host is no address of this machine
 */
export async function listen(server: Server, place: ListenPlace, maxConnections: number): Promise<ListenPlace> {
  const { host, port } = place
  // Without the drop, a worker of node:cluster hands connections above the limit back to the primary, which passes them on endlessly when
  // all workers are full.
  Object.assign(server, { maxConnections, dropMaxConnection: true })
  await new Promise<void>((resolve, reject) => {
    const fail = (error: Error) => reject(explained(error, place))
    server.once('error', fail)
    server.listen({ host, port, backlog: transportLimits.backlog }, () => {
      server.off('error', fail)
      resolve()
    })
  })
  const address = server.address()
  return { host, port: address !== null && typeof address === 'object' ? address.port : port }
}

function explained(error: Error, { host, port }: ListenPlace): Error {
  const code = 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE')
    return new OperatorError({ zh: `端口已被占用: ${host}:${port}`, en: `port is in use: ${host}:${port}` })
  if (code === 'EACCES')
    return new OperatorError({ zh: `没有权限监听 ${host}:${port}`, en: `no permission to listen on ${host}:${port}` })
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new OperatorError({ zh: `本机没有地址 ${host}`, en: `there is no address ${host} on this machine` })
  }
  return error
}
