export type Warned = Readonly<{ warnings?: readonly Readonly<{ code: string; message: string }>[] | undefined }>

/** Text after the result of a write: one line per warning. */
export function warningNote({ warnings = [] }: Warned): string {
  return warnings.map(({ code, message }) => `\n提醒 warning: ${message} (${code})`).join('')
}
