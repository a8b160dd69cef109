import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { UsageFault } from '#terminal/faults'
import { say } from '#terminal/language'
import { printNote } from '#terminal/output'

/**
 * Reads a line of standard input for each name. At a terminal, what is typed is not shown.
 * @throws UsageFault if the input ends before
 */
export async function readSecrets<Name extends string>(names: readonly Name[]): Promise<ReadonlyMap<Name, string>> {
  const isTerminal = process.stdin.isTTY
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() })
  // One for all lines: it reads ahead, and what it read is lost with it.
  const input = createInterface({ input: process.stdin, output: unseen, terminal: isTerminal })
  try {
    const lines = input[Symbol.asyncIterator]()
    const secrets = new Map<Name, string>()
    for (const name of names) {
      if (isTerminal) printNote(say(`请输入 ${name}，不会显示:`, `${name}, not shown:`))
      const { value, done } = await lines.next()
      if (done) throw new UsageFault(`标准输入中没有 ${name}`, `standard input has no ${name}`)
      secrets.set(name, value)
    }
    return secrets
  } finally {
    input.close()
  }
}
