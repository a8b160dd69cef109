import { Agent, request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { signedParameters } from './signed-call.ts'

/** The loopback has a whole network of addresses: attackers and callers each come from their own. */
export const attackerAddress = '127.0.0.2'

export type Crowd = Readonly<{
  sockets: readonly Socket[]
  /** How many of them the server ended. */
  ended(): number
  /** What it answered. */
  texts(): readonly string[]
  leave(): void
}>

type CrowdOptions = Readonly<{
  count: number
  port: number
  localAddress?: string
  /** What each does when it is connected. */
  act?: (socket: Socket) => void
  isReading?: boolean
}>

/** Sockets from one address that do all the same. */
export function openCrowd({ count, port, localAddress = attackerAddress, act, isReading = true }: CrowdOptions): Crowd {
  const texts: string[] = Array.from({ length: count }, () => '')
  const sockets = texts.map((_, n) => {
    const socket = connect({ port, host: '127.0.0.1', localAddress }, () => act?.(socket))
    socket.on('error', () => socket.destroy())
    if (isReading) {
      socket.on('data', (piece) => {
        texts[n] += String(piece)
      })
    }
    return socket
  })
  return {
    sockets,
    ended: () => sockets.filter(({ destroyed }) => destroyed).length,
    texts: () => texts,
    leave() {
      for (const socket of sockets) socket.destroy()
    },
  }
}

export type Tills = Readonly<{
  /** How many calls were answered as they should be so far. */
  answered(): number
  /** Ends them. @returns how many calls were answered as they should be, and the first other outcomes */
  stop(): Promise<Readonly<{ answered: number; refused: readonly string[] }>>
}>

/** Tills behind one address, each on a connection of its own that is kept, which query a phone once a second. */
export function startTills({ port, count }: Readonly<{ port: number; count: number }>): Tills {
  const body = tillBody()
  const refused: string[] = []
  let answered = 0
  let isOver = false
  const till = async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1, localAddress: '127.0.0.1' })
    while (!isOver) {
      const text = await queryAsTill({ port, agent, body })
      if (text.includes('"total_count":0')) answered += 1
      else if (refused.length < 10) refused.push(text)
      await delay(1_000)
    }
    agent.destroy()
  }
  const all = Promise.all(Array.from({ length: count }, till))
  return {
    answered: () => answered,
    async stop() {
      isOver = true
      await all
      return { answered, refused }
    },
  }
}

/** A query of a phone that has no coupons, signed now. */
export function tillBody(): string {
  const query = '{"phone":"13900000000","page_size":10,"page_num":1}'
  return `${new URLSearchParams(signedParameters({ timestamp: `${Date.now()}`, query_d_t_o: query }))}`
}

/** @returns the answer, or what happened to the connection */
export function queryAsTill({
  port,
  agent,
  body,
}: Readonly<{ port: number; agent: Agent; body: string }>): Promise<string> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': body.length }
  return new Promise((resolve) => {
    const calling = request({ port, host: '127.0.0.1', path: '/router/rest', method: 'POST', agent, headers })
    calling.on('error', ({ message }) => resolve(message))
    calling.on('response', (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (piece: string) => {
        text += piece
      })
      response.on('close', () => resolve(text))
    })
    calling.end(body)
  })
}
