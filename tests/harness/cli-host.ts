import nodeModule from 'node:module'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { commandModule } from './command.ts'

/**
 * A process in which `runCli` runs one command line after another. A test that starts a process for each spends two thirds of its time
 * loading the program. The host reports the exit code and the output; commands that need more get their own process (`runCli`).
 */

export type HostedCommand = Readonly<{ args: readonly string[]; environment: NodeJS.ProcessEnv }>
export type HostedRun = Readonly<{ code: number; stdout: string; stderr: string }>

// As in bin/yaoquan.js, before anything of the program is loaded.
nodeModule.enableCompileCache(join(homedir(), '.cache', 'yaoquan'))
const { main } = (await import(commandModule.href)) as typeof import('../../packages/cli/src/main.ts')

// Each command line listens on its streams.
for (const stream of [process.stdout, process.stderr]) stream.setMaxListeners(0)

process.on('disconnect', () => process.exit())
process.on('message', async (command: HostedCommand) => process.send?.(await run(command)))
process.send?.('ready')

async function run({ args, environment }: HostedCommand): Promise<HostedRun> {
  for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name]
  Object.assign(process.env, environment)
  const [stdout, stderr] = [capture(process.stdout), capture(process.stderr)]
  const code = await main(args)
  return { code, stdout: stdout(), stderr: stderr() }
}

/** Keeps what is written to a stream. @returns ends that and gives it */
function capture(stream: NodeJS.WriteStream): () => string {
  const pieces: Uint8Array[] = []
  const { write } = stream
  stream.write = (piece: string | Uint8Array, ...rest: readonly unknown[]) => {
    pieces.push(typeof piece === 'string' ? Buffer.from(piece) : Uint8Array.from(piece))
    const done = rest.at(-1)
    if (typeof done === 'function') process.nextTick(done)
    return true
  }
  return () => {
    stream.write = write
    return Buffer.concat(pieces).toString('utf8')
  }
}
