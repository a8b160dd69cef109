import type { Option } from 'commander'
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

/** The text of an option in the help: its description, whether it is required, its choices and its default. */
export function optionDescription(option: Option): string {
  const notes = [
    ...(option.mandatory ? ['必选 required'] : []),
    ...(option.argChoices === undefined ? [] : [`可选值 choices: ${option.argChoices.join(', ')}`]),
    ...(hasDefault(option) ? [`缺省 default: ${option.defaultValueDescription ?? option.defaultValue}`] : []),
  ]
  return notes.length === 0 ? option.description : `${option.description} [${notes.join('; ')}]`
}

/** Whether the option takes a value and has a default. */
function hasDefault({ defaultValue, required, optional }: Option): boolean {
  return defaultValue !== undefined && (required || optional)
}
