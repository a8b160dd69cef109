import { bundleScript } from './bundle-script.ts'

// Run by read-script.ts in a separate process: prints a bundled script, or nothing if there is no such entry.
const script = await bundleScript(process.argv[2] ?? '')
process.stdout.write(script?.text ?? '')
