/** Carries messages between two processes: node's channel between a process and its child. */
export type Transport = Readonly<{
  send(message: object): void
  onMessage(listener: (message: unknown) => void): void
}>

/** Handlers for what arrives. The other side is always one of our own processes, so messages are not validated. */
type Handlers<Message, Request> = Readonly<{
  onMessage(message: Message): void
  onRequest(request: Request): Promise<unknown>
}>

export type Channel<Message, Request> = Readonly<{
  send(message: Message): void
  /** @returns undefined if no response arrives in time */
  request(request: Request, timeoutMs: number): Promise<unknown>
}>

type Envelope<Message, Request> =
  | Readonly<{ yaoquan: 'message'; message: Message }>
  | Readonly<{ yaoquan: 'request'; id: number; request: Request }>
  | Readonly<{ yaoquan: 'response'; id: number; response: unknown }>

/** Opens a channel over which two processes send messages and requests to each other. */
export function openChannel<SentMessage, SentRequest, ReceivedMessage, ReceivedRequest>(
  transport: Transport,
  handlers: Handlers<ReceivedMessage, ReceivedRequest>,
): Channel<SentMessage, SentRequest> {
  const pending = new Map<number, (response: unknown) => void>()
  let lastId = 0
  transport.onMessage((envelope) => {
    if (!isOurs<ReceivedMessage, ReceivedRequest>(envelope)) return
    if (envelope.yaoquan === 'message') handlers.onMessage(envelope.message)
    else if (envelope.yaoquan === 'response') pending.get(envelope.id)?.(envelope.response)
    else {
      void handlers
        .onRequest(envelope.request)
        .then((response) => transport.send({ yaoquan: 'response', id: envelope.id, response }))
    }
  })
  return {
    send: (message) => transport.send({ yaoquan: 'message', message }),
    request(request, timeoutMs) {
      lastId += 1
      const id = lastId
      return new Promise((resolve) => {
        const settle = (response: unknown) => {
          clearTimeout(limit)
          pending.delete(id)
          resolve(response)
        }
        const limit = setTimeout(settle, timeoutMs, undefined)
        pending.set(id, settle)
        transport.send({ yaoquan: 'request', id, request })
      })
    },
  }
}

/** Libraries send messages of their own over the same transport. */
function isOurs<Message, Request>(envelope: unknown): envelope is Envelope<Message, Request> {
  return typeof envelope === 'object' && envelope !== null && 'yaoquan' in envelope
}
