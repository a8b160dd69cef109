import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { commandFile } from './command.ts'

/**
 * Runs the `yaoquan` command at a terminal of its own, which `script` makes, and types an answer to its question.
 * @param question after this text the answer is typed
 * @returns the exit code, and all that the terminal shows
 */
export async function runAtTerminal(
  args: readonly string[],
  { question, answer }: Readonly<{ question: string; answer: string }>,
): Promise<Readonly<{ code: unknown; shown: string }>> {
  const command = [process.execPath, commandFile, ...args].map((word) => `'${word}'`).join(' ')
  const child = spawn('script', ['--quiet', '--return', '--flush', '--command', command, '/dev/null'])
  const ended = once(child, 'close')
  let shown = ''
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    const wasAsked = shown.includes(question)
    shown += piece
    if (!wasAsked && shown.includes(question)) child.stdin.write(answer)
  })
  const [code] = await ended
  return { code, shown }
}
