import { setTimeout as delay } from 'node:timers/promises'

/** What the console's interface answered. */
export type ConsoleReply = Readonly<{ status: number; body: unknown; headers: Headers }>

export type ConsoleRequest = Readonly<{
  verb?: 'GET' | 'POST' | 'DELETE'
  cookie?: string | undefined
  /** JSON. */
  body?: unknown
  seller?: string
  headers?: Readonly<Record<string, string>>
  /** Whether a call that came too fast is asked again, as the page does; default true. */
  isRepeated?: boolean
}>

/** Asks `/console/api/<path>` as the console's page does. */
export async function askConsole(url: string, path: string, input: ConsoleRequest = {}): Promise<ConsoleReply> {
  for (;;) {
    const reply = await askOnce(url, path, input)
    const isTooFast = reply.status === 429 && JSON.stringify(reply.body).includes('TOO_MANY_CALLS')
    if (!isTooFast || input.isRepeated === false) return reply
    await delay(1_000)
  }
}

async function askOnce(url: string, path: string, input: ConsoleRequest): Promise<ConsoleReply> {
  const { verb = 'POST', cookie, body, seller, headers } = input
  const response = await fetch(`${url}/console/api/${path}`, {
    method: verb,
    headers: {
      'x-yaoquan-console': '1',
      ...(verb === 'POST' ? { 'content-type': 'application/json' } : {}),
      ...(cookie === undefined ? {} : { cookie }),
      ...(seller === undefined ? {} : { 'x-yaoquan-seller': seller }),
      ...headers,
    },
    ...(verb === 'POST' ? { body: JSON.stringify(body ?? {}) } : {}),
  })
  return { status: response.status, body: JSON.parse(await response.text()), headers: response.headers }
}

/** Signs in. @returns the cookie */
export async function signIn(url: string, name: string, password: string, code?: string): Promise<string> {
  const reply = await askConsole(url, 'session', { body: { name, password, code } })
  if (reply.status !== 200) throw new Error(`signing in was answered with ${reply.status}`)
  return reply.headers.get('set-cookie')?.split(';')[0] ?? ''
}

/** Signs in with a one-time password and replaces it. @returns the cookie */
export async function firstSignIn(url: string, name: string, oneTime: string, password: string): Promise<string> {
  const cookie = await signIn(url, name, oneTime)
  const changed = await askConsole(url, 'password', { cookie, body: { password: oneTime, new_password: password } })
  if (changed.status !== 200) throw new Error(`the password was answered with ${changed.status}`)
  return cookie
}
