import type { TopClientOptions } from '@yaoquan/client'

/**
 * The gateway and app from `YAOQUAN_URL`, `YAOQUAN_APP_KEY` and `YAOQUAN_APP_SECRET`: the names that the command
 * `yaoquan` reads too.
 * @throws Error naming the variable that is not set
 */
export function readSettings(environment: NodeJS.ProcessEnv): TopClientOptions {
  const url = new URL(environment['YAOQUAN_URL'] ?? 'http://127.0.0.1:8080')
  if (url.pathname === '/') url.pathname = '/router/rest'
  return {
    url: url.href,
    appKey: required(environment, 'YAOQUAN_APP_KEY'),
    appSecret: required(environment, 'YAOQUAN_APP_SECRET'),
  }
}

function required(environment: NodeJS.ProcessEnv, name: string): string {
  const value = environment[name]
  if (!value) throw new Error(`set ${name}`)
  return value
}
