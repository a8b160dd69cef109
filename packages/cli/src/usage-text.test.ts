import { Option } from 'commander'
import { expect, it } from 'vitest'
import { optionDescription, usageLine } from './usage-text.ts'

it.each([
  [
    "error: unknown option '--prot'\n(Did you mean --port?)\n",
    "未知的选项 (unknown option '--prot' (Did you mean --port?))",
  ],
  ["error: unknown option '--app-secrt=topsecret'", "未知的选项 (unknown option '--app-secrt')"],
  ["error: unknown command 'serv'", "未知的命令 (unknown command 'serv')"],
  [
    "error: required option '--seller <id>' not specified",
    "缺少必选的选项 (required option '--seller <id>' not specified)",
  ],
  ['error: something new', '用法错误 (something new)'],
])('turns %j into one line', (message, line) => {
  expect(usageLine(message)).toBe(line)
})

it.each([
  [new Option('--json', '输出JSON (print JSON)'), '输出JSON (print JSON)'],
  [new Option('--seller <id>', '连锁id (seller)').makeOptionMandatory(), '连锁id (seller) [必选 required]'],
  [new Option('--port <n>', '端口 (port)').default(8080), '端口 (port) [缺省 default: 8080]'],
  [new Option('--keep <d>', '保留 (keep)').default(86_400_000, '1d'), '保留 (keep) [缺省 default: 1d]'],
  [
    new Option('--lang <name>', '语言 (language)').choices(['go', 'php']).default('go'),
    '语言 (language) [可选值 choices: go, php; 缺省 default: go]',
  ],
])('describes %o', (option, text) => {
  expect(optionDescription(option)).toBe(text)
})
