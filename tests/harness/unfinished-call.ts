import type { Socket } from 'node:net'

/** A call of which the server has the head, and whose body ends when the test says so. */
export type UnfinishedCall = Readonly<{
  /** Sends the last of the body. @returns everything that the server answered */
  finish(): Promise<string>
}>

const body = ['method=x', '&app_key=123'] as const
const head = [
  'POST /router/rest?format=json HTTP/1.1',
  'host: a',
  'content-type: application/x-www-form-urlencoded',
  `content-length: ${body.join('').length}`,
  // The server says that it read the head, so that no test has to guess when.
  'expect: 100-continue',
]

/**
 * Begins a call of an unknown app, which is answered with code 29.
 * @param socket connected, or about to be
 * @returns once the server has read the head
 */
export function beginCall(socket: Socket): Promise<UnfinishedCall> {
  let text = ''
  const answered = new Promise<string>((resolve, reject) => {
    socket.on('close', () => resolve(text)).on('error', reject)
  })
  return new Promise((resolve, reject) => {
    socket.on('error', reject)
    socket.setEncoding('utf8').on('data', (piece: string) => {
      const isFirst = text === ''
      text += piece
      if (!isFirst) return
      socket.write(body[0])
      resolve({
        finish() {
          socket.write(body[1])
          return answered
        },
      })
    })
    socket.write(`${head.join('\r\n')}\r\n\r\n`)
  })
}
