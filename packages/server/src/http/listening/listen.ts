import type { Server } from 'node:http'
import { type ListenPlace, readServerConfig, type ServeOptions } from '#config/server-config'
import { transportLimits } from '#config/transport-limits'
import { OperatorError } from '#errors/operator-error'
import { expectUsablePair } from './public-server.ts'

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

/** @returns the error of a listener for operators that cannot listen, with what to do */
export function explainAdminPlace(error: unknown): unknown {
  if (!(error instanceof OperatorError)) return error
  const { zh, en } = error.text
  return new OperatorError({
    zh: `${zh}；用 --admin-listen 另选监控端口，或 off`,
    en: `${en}; choose another port for metrics with --admin-listen, or off`,
  })
}

const { createServer } = process.getBuiltinModule('node:http')

/**
 * Looks whether a server of these options could listen, before anything is created for it: a start that fails leaves no demo, whose
 * one-time password nobody would see.
 * @throws OperatorError for a port or address that cannot be listened on, or a certificate or key that cannot be used
 */
export async function expectUsablePlaces(options: ServeOptions): Promise<void> {
  const { host, port, adminPlace, tls } = readServerConfig(options)
  if (tls !== undefined) expectUsablePair(tls)
  const close = await tryPlace({ host, port })
  try {
    const closeAdmin = adminPlace && (await tryPlace(adminPlace))
    await closeAdmin?.()
  } catch (error) {
    throw explainAdminPlace(error)
  } finally {
    await close()
  }
}

async function tryPlace(place: ListenPlace): Promise<() => Promise<unknown>> {
  const server = createServer()
  await listen(server, place, 1)
  return () => new Promise((resolve) => server.close(resolve))
}
