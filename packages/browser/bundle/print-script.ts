import { bundleScript } from './bundle-script.ts'

// Run as a process of its own by read-script.ts: prints one bundled script, or nothing when there is no such entry.
const script = await bundleScript(process.argv[2] ?? '')
process.stdout.write(script?.text ?? '')
