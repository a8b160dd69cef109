import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { type RunningShadow, type ShadowOptions, startShadow } from '@yaoquan/server'
import { onTestFinished } from 'vitest'
import { patienceMs } from './patience.ts'
import { type SecondCrm, startRawCrm, startSecondCrm } from './second-crm.ts'

/** A CRM that ends with the test that calls this, as all that is started below; the newest ends first. */
export async function startCrm(...[answer, tls]: Parameters<typeof startSecondCrm>): Promise<SecondCrm> {
  const crm = await startSecondCrm(answer, tls)
  onTestFinished(crm.close)
  return crm
}

/** A shadow that ends with its test. */
export async function shadowOf(...place: Parameters<typeof startShadowBefore>): Promise<RunningShadow> {
  const shadow = await startShadowBefore(...place)
  onTestFinished(shadow.close)
  return shadow
}

/** @param upstream its port on this machine, or its URL */
export function startShadowBefore(
  upstream: number | string,
  options: Partial<ShadowOptions> = {},
): Promise<RunningShadow> {
  return startShadow({
    host: '127.0.0.1',
    port: 0,
    upstream: typeof upstream === 'string' ? upstream : `http://127.0.0.1:${upstream}/router/rest`,
    timeoutMs: patienceMs,
    addsForwardedFor: false,
    logLevel: 'silent',
    ...options,
  })
}

/** Sends bytes and reads until the other end closes the connection. */
export async function exchange(port: number, ...pieces: (string | Buffer)[]): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  for (const piece of pieces) socket.write(piece)
  return readAll(socket)
}

export async function readAll(socket: Socket): Promise<string> {
  let text = ''
  socket.setEncoding('latin1').on('data', (piece: string) => {
    text += piece
  })
  await new Promise((resolve) => socket.once('close', resolve).on('error', () => undefined))
  return text
}

/** The metric of the outcome, as the admin listener shows it. */
export async function outcomes(shadow: RunningShadow): Promise<string> {
  const text = await (await fetch(`${shadow.adminUrl}/metrics`)).text()
  return [...text.matchAll(/^yaoquan_shadow_calls_total\{outcome="(\w+)"\} (\d+)$/gm)]
    .map(([, outcome, count]) => `${outcome} ${count}`)
    .join(', ')
}

/** A call in bytes, after which the connection ends. */
export function call(format: string): string {
  const body = `v=2.0&format=${format}`
  return `POST /router/rest HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n${body}`
}

/** A CRM that speaks in bytes. */
export async function startRaw(...speak: Parameters<typeof startRawCrm>): ReturnType<typeof startRawCrm> {
  const crm = await startRawCrm(...speak)
  onTestFinished(crm.close)
  return crm
}
