import type { SampleTarget } from '../call/sample.ts'
import type { SampleCall } from '../call/sample-call.ts'

/** Writes one call in one language. */
export type Renderer = (call: SampleCall, target: SampleTarget | undefined) => string

/** What stands in a sample for a target that nobody gave. */
export const placeholderTarget: SampleTarget = {
  url: 'http://127.0.0.1:8080/router/rest',
  appKey: 'your-app-key',
  appSecret: 'your-app-secret',
}

/** @returns every line that is not empty moved to the right */
export function indented(lines: readonly string[], by: string): readonly string[] {
  return lines.map((line) => (line === '' ? line : by + line))
}
