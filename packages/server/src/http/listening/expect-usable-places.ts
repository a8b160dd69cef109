import { type ListenPlace, readServerConfig, type ServeOptions } from '#config/server-config'
import { explainAdminPlace } from './explain-admin-place.ts'
import { listen } from './listen.ts'
import { expectUsablePair } from './public-server.ts'

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
