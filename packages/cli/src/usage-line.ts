import { oneLine } from './terminal/output.ts'

/**
 * Turns Commander's message about wrong usage into one line, Chinese first. The value after `=` is removed: in a mistyped
 * `--app-secrt=…` it is a secret.
 */
export function usageLine(message: string): string {
  const english = oneLine(message)
    .replace(/^error: /, '')
    .replace(/'(--?[^'=]+)=.*'/, "'$1'")
  const kind = kinds.find(([start]) => english.startsWith(start))
  return `${kind?.[1] ?? '用法错误'} (${english})`
}

const kinds: readonly (readonly [start: string, zh: string])[] = [
  ['unknown option', '未知的选项'],
  ['unknown command', '未知的命令'],
  ['required option', '缺少必选的选项'],
  ['missing required argument', '缺少必选的参数'],
  ['too many arguments', '参数过多'],
]
