import type { Administration } from '#server'

/** Opens a data folder, does one piece of work on it, and closes it whatever happens. A server may run on it meanwhile. */
export async function withAdministration<T>(
  dataDir: string,
  work: (administration: Administration) => Promise<T>,
): Promise<T> {
  // Loaded on demand: commands that only call a gateway start without the server and its database.
  const { openAdministration } = await import('#server')
  const administration = await openAdministration({ dataDir, ...masterKey() })
  try {
    return await work(administration)
  } finally {
    await administration.close()
  }
}

/** The master key, if the environment holds it; otherwise the server finds it in the data folder. */
export function masterKey(): { masterKey?: string } {
  const key = process.env['YAOQUAN_MASTER_KEY']
  return key ? { masterKey: key } : {}
}
