import type { SentCall } from './call-server.ts'

export const gatewayPath = '/router/rest'

const timeoutMs = 30_000

/** Posts a form to the gateway of the server that served this page. */
export async function sendForm(body: string): Promise<SentCall> {
  const startedMs = performance.now()
  try {
    const response = await fetch(gatewayPath, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
      signal: AbortSignal.timeout(timeoutMs),
    })
    const text = await response.text()
    const date = response.headers.get('date') ?? undefined
    return { kind: 'answered', status: response.status, text, date, elapsedMs: performance.now() - startedMs }
  } catch (error) {
    return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) }
  }
}
