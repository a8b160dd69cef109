import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { UsageFault } from '#terminal/faults'
import { say } from '#terminal/language'
import { printNote } from '#terminal/output'

/**
 * Reads one line of standard input. At a terminal, what is typed is not shown.
 * @param name what is asked for
 * @throws UsageFault if the input ends before
 */
export async function readSecret(name: string): Promise<string> {
  const isTerminal = process.stdin.isTTY
  if (isTerminal) printNote(say(`请输入 ${name}，不会显示:`, `${name}, not shown:`))
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: process.stdin, output: unseen, terminal: isTerminal })
  for await (const line of lines) {
    lines.close()
    return line
  }
  throw new UsageFault(`标准输入中没有 ${name}`, `standard input has no ${name}`)
}
