import { createInterface } from 'node:readline/promises'
import { OperationFault } from './output.ts'

/** The streams of a terminal; the question goes where faults go, so that standard output contains only data. */
const terminal = { input: process.stdin, output: process.stderr }

/** Whether a person can answer questions. */
export function isAtTerminal(): boolean {
  return process.stdin.isTTY && process.stderr.isTTY
}

/**
 * Asks a question and waits for its answer.
 * @param expected the only answer that means yes; spaces around it do not count
 * @throws OperationFault for any other answer, and at the end of the input
 */
export async function confirm(
  question: string,
  expected: string,
  streams: Readonly<{ input: NodeJS.ReadableStream; output: NodeJS.WritableStream }> = terminal,
): Promise<void> {
  const lines = createInterface(streams)
  const ended = new AbortController()
  // Ctrl-C and Ctrl-D close the input, which would leave the question without an answer.
  lines.once('close', () => ended.abort())
  const answer = await lines.question(question, { signal: ended.signal }).catch((error: unknown) => {
    if (ended.signal.aborted) return ''
    throw error
  })
  lines.close()
  if (answer.trim() !== expected) throw new OperationFault('未确认，没有改动', 'not confirmed; nothing was changed')
}
