import { buildConsole } from './build-console.ts'

// Run by build-in-cache.ts in a separate process: builds the console into the folder that the argument names.
const [, , outDir] = process.argv
if (outDir === undefined) throw new Error('the folder to build into is missing')
await buildConsole(outDir)
