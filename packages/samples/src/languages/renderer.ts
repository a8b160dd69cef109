import type { SampleTarget } from '../call/sample.ts'
import type { SampleCall } from '../call/sample-call.ts'

/** Writes a call in one language. */
export type Renderer = (call: SampleCall, target: SampleTarget | undefined) => string

/** The target of complete samples without a given target. */
export const placeholderTarget: SampleTarget = {
  url: 'http://127.0.0.1:8080/router/rest',
  appKey: 'your-app-key',
  appSecret: 'your-app-secret',
}

/** Indents every non-empty line. */
export function indented(lines: readonly string[], by: string): readonly string[] {
  return lines.map((line) => (line === '' ? line : by + line))
}
