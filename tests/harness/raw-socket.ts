import { connect } from 'node:net'
import { patienceMs } from './patience.ts'

export type RawAnswer = Readonly<{ statusLine: string; headers: ReadonlyMap<string, string>; body: Buffer }>

/** Sends bytes over a socket as they are and reads one HTTP answer with a Content-Length. */
export function sendRaw(port: number, bytes: Uint8Array): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
    let received = Buffer.alloc(0)
    socket.setTimeout(patienceMs, () => socket.destroy(new Error(`no answer within ${patienceMs} ms`)))
    socket.on('error', reject)
    socket.on('data', (piece) => {
      received = Buffer.concat([received, piece])
      const answer = readAnswer(received)
      if (!answer) return
      socket.destroy()
      resolve(answer)
    })
    socket.on('close', () =>
      reject(new Error(`closed after ${received.length} bytes: ${received.toString('latin1', 0, 200)}`)),
    )
  })
}

function readAnswer(received: Buffer): RawAnswer | undefined {
  const end = received.indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const [statusLine = '', ...lines] = received.toString('latin1', 0, end).split('\r\n')
  const headers = new Map(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  )
  const body = received.subarray(end + 4)
  return body.length < Number(headers.get('content-length') ?? 0) ? undefined : { statusLine, headers, body }
}
