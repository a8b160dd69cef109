import { fileURLToPath, pathToFileURL } from 'node:url'

const bundled = process.env['TEST_COMMAND']

/** The `yaoquan` command that tests start: the bundle of their project (`bundle-command.ts`), otherwise that of the checkout. */
export const commandFile = bundled ?? fileURLToPath(new URL('../../packages/cli/bin/yaoquan.js', import.meta.url))

/** The module that exports `main` of the command. */
export const commandModule = new URL(
  bundled === undefined ? '../src/main.ts' : '../src/main.js',
  pathToFileURL(commandFile),
)
