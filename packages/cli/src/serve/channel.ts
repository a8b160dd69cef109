/** How messages leave and arrive: node's channel between a process and its child. */
export type Wire = Readonly<{
  send(message: object): void
  onMessage(hear: (message: unknown) => void): void
}>

/** What this side does with what it is told and asked. Only our own processes are on the other side. */
type Desk<Heard, Asked> = Readonly<{
  hear(told: Heard): void
  answer(question: Asked): Promise<unknown>
}>

export type Channel<Telling, Asking> = Readonly<{
  tell(message: Telling): void
  /** @returns undefined when no answer comes in time */
  ask(question: Asking, timeoutMs: number): Promise<unknown>
}>

type Message<Heard, Asked> =
  | Readonly<{ yaoquan: 'told'; told: Heard }>
  | Readonly<{ yaoquan: 'asked'; id: number; question: Asked }>
  | Readonly<{ yaoquan: 'answered'; id: number; answer: unknown }>

/** Lets two processes tell and ask each other. */
export function openChannel<Telling, Asking, Heard, Asked>(
  wire: Wire,
  desk: Desk<Heard, Asked>,
): Channel<Telling, Asking> {
  const waiting = new Map<number, (answer: unknown) => void>()
  let asked = 0
  wire.onMessage((message) => {
    if (!isOurs<Heard, Asked>(message)) return
    if (message.yaoquan === 'told') desk.hear(message.told)
    else if (message.yaoquan === 'answered') waiting.get(message.id)?.(message.answer)
    else void desk.answer(message.question).then((answer) => wire.send({ yaoquan: 'answered', id: message.id, answer }))
  })
  return {
    tell: (told) => wire.send({ yaoquan: 'told', told }),
    ask(question, timeoutMs) {
      asked += 1
      const id = asked
      return new Promise((resolve) => {
        const settle = (answer: unknown) => {
          clearTimeout(limit)
          waiting.delete(id)
          resolve(answer)
        }
        const limit = setTimeout(settle, timeoutMs, undefined)
        waiting.set(id, settle)
        wire.send({ yaoquan: 'asked', id, question })
      })
    },
  }
}

/** Libraries send messages of their own over the same channel. */
function isOurs<Heard, Asked>(message: unknown): message is Message<Heard, Asked> {
  return typeof message === 'object' && message !== null && 'yaoquan' in message
}
