import type { Option } from 'commander'
import { type Language, language, say } from './terminal/language.ts'
import { oneLine } from './terminal/output.ts'

/**
 * Turns Commander's message about wrong usage into one line. The value after `=` is removed: in a mistyped `--app-secrt=…` it is a secret.
 * @param spoken the language of the line
 */
export function usageLine(message: string, spoken: Language = language): string {
  const english = oneLine(message)
    .replace(/^error: /, '')
    .replace(/'(--?[^'=]+)=.*?'/, "'$1'")
  if (spoken === 'en') return english
  const chinese = phrases.reduce((text, [pattern, zh]) => text.replace(pattern, zh), english)
  return chinese === english ? `用法错误: ${english}` : chinese
}

/** Phrases of Commander in Chinese. */
const phrases: readonly (readonly [pattern: RegExp, zh: string])[] = [
  [/ ?\(Did you mean (?:one of )?(.*)\?\)$/, '，是否想用 $1'],
  [/^unknown option '(.*?)'/, '未知的选项 $1'],
  [/^unknown command '(.*?)'/, '未知的命令 $1'],
  [/^required option '(.*?)' not specified/, '缺少必选的选项 $1'],
  [/^missing required argument '(.*?)'/, '缺少必选的参数 $1'],
  [
    /^too many arguments(?: for '(.*?)')?\. Expected (\d+) arguments? but got (\d+).*/,
    '参数过多：应为 $2 个，给出了 $3 个',
  ],
  [/^option '(.*?)' argument missing/, '选项 $1 缺少值'],
  [/^option '(.*?)' argument '(.*)' is invalid\. ?/, '选项 $1 的值 $2 无效：'],
  [/^option '(.*?)' value '(.*)' from env '(.*?)' is invalid\. ?/, '选项 $1 在环境变量 $3 中的值 $2 无效：'],
  [/^command-argument value '(.*)' is invalid for argument '(.*?)'\. ?/, '参数 $2 的值 $1 无效：'],
  [/^option '(.*?)' cannot be used with option '(.*?)'/, '选项 $1 与 $2 不能同时使用'],
  [/Allowed choices are (.*)\.$/, '应为 $1 之一'],
]

/** The text of an option in the help: its description, whether it is required, its choices and its default. */
export function optionDescription(option: Option): string {
  const notes = [
    ...(option.mandatory ? [say('必选', 'required')] : []),
    ...(option.argChoices === undefined ? [] : [`${say('可选值', 'choices')}: ${option.argChoices.join(', ')}`]),
    ...(hasDefault(option)
      ? [`${say('缺省', 'default')}: ${option.defaultValueDescription ?? option.defaultValue}`]
      : []),
  ]
  return notes.length === 0 ? option.description : `${option.description} [${notes.join('; ')}]`
}

/** Whether the option takes a value and has a default. */
function hasDefault({ defaultValue, required, optional }: Option): boolean {
  return defaultValue !== undefined && (required || optional)
}
