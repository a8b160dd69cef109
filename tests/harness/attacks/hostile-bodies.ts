import type { Socket } from 'node:net'

const postHead =
  'POST /router/rest?format=json HTTP/1.1\r\nhost: a\r\ncontent-type: application/x-www-form-urlencoded\r\n'

/** Sends a body in chunks of one byte, as fast as it is taken, until its connection ends. */
export function sendTinyChunks(socket: Socket): void {
  const chunks = '1\r\nx\r\n'.repeat(10_000)
  const more = () => {
    if (!socket.destroyed) socket.write(chunks, more)
  }
  socket.write(`${postHead}transfer-encoding: chunked\r\n\r\n`, more)
}

/** Sends 10 MB of broken escapes, form after form, that name no app. */
export async function sendBrokenPercentText(url: string, stop: AbortSignal): Promise<void> {
  const body = '%ffx'.repeat(2_500_000)
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  while (!stop.aborted) {
    const answer = await fetch(`${url}/router/rest?format=json`, { method: 'POST', body, headers })
    await answer.text()
  }
}
