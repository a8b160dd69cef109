/** What the command `yaoquan conformance` loads, as `RunConformance` of the server says. */

export { runConformance } from './run-conformance.ts'
