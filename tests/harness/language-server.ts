import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath, pathToFileURL } from 'node:url'

const compiler = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url))

/** The language server of TypeScript with one open file, as an editor has it. */
export type OpenFile = Readonly<{
  /** What shows when the pointer is on the first `word` of the text, as Markdown. */
  hover(word: string): Promise<string>
  /** The messages of all errors. */
  errors(): Promise<readonly string[]>
  close(): Promise<void>
}>

type Message = Readonly<{ id?: number; method?: string; params?: unknown; result?: unknown }>

/** @param path absolute; its tsconfig.json is in the same folder */
export async function openFile(path: string, text: string): Promise<OpenFile> {
  const child = spawn(process.execPath, [compiler, '--lsp', '--stdio'], { stdio: ['pipe', 'pipe', 'ignore'] })
  const send = (message: Message) => write(child, message)
  const answers = new Map<number, (result: unknown) => void>()
  read(child, (message) => {
    if (message.id === undefined) return
    // The server asks too, and waits for the answer.
    if (message.method !== undefined) send({ id: message.id, result: null })
    else answers.get(message.id)?.(message.result)
  })
  const ask = (method: string, params?: unknown): Promise<unknown> =>
    new Promise((resolve) => {
      const id = answers.size + 1
      answers.set(id, resolve)
      send({ id, method, params })
    })
  const uri = pathToFileURL(path).href
  const hover = { contentFormat: ['markdown'] }
  await ask('initialize', {
    processId: process.pid,
    rootUri: null,
    capabilities: { textDocument: { hover, diagnostic: {} } },
  })
  send({ method: 'initialized', params: {} })
  const textDocument = { uri, languageId: 'typescript', version: 1, text }
  send({ method: 'textDocument/didOpen', params: { textDocument } })
  return {
    async hover(word) {
      const before = text.slice(0, text.indexOf(word)).split('\n')
      const position = { line: before.length - 1, character: before.at(-1)?.length }
      const shown = (await ask('textDocument/hover', { textDocument: { uri }, position })) as Hover | null
      return shown?.contents.value ?? ''
    },
    async errors() {
      const { items } = (await ask('textDocument/diagnostic', { textDocument: { uri } })) as Diagnostics
      return items.map(({ message }) => message)
    },
    async close() {
      const exited = once(child, 'exit')
      await ask('shutdown')
      send({ method: 'exit' })
      await exited
    },
  }
}

type Hover = Readonly<{ contents: Readonly<{ value: string }> }>
type Diagnostics = Readonly<{ items: readonly Readonly<{ message: string }>[] }>
type Server = ChildProcessByStdio<Writable, Readable, null>

function write({ stdin }: Server, message: Message): void {
  const body = JSON.stringify({ jsonrpc: '2.0', ...message })
  stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`)
}

function read({ stdout }: Server, receive: (message: Message) => void): void {
  const gap = '\r\n\r\n'
  let received = Buffer.alloc(0)
  stdout.on('data', (piece: Buffer) => {
    received = Buffer.concat([received, piece])
    for (;;) {
      const end = received.indexOf(gap)
      const length = Number(/Content-Length: (\d+)/i.exec(received.toString('latin1', 0, Math.max(end, 0)))?.[1])
      const start = end + gap.length
      if (end < 0 || received.length < start + length) return
      receive(JSON.parse(received.toString('utf8', start, start + length)))
      received = received.subarray(start + length)
    }
  })
}
