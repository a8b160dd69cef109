import { Option } from 'commander'
import { expect, it } from 'vitest'
import { optionDescription, usageLine } from './root-command.ts'

it.each([
  [
    "error: unknown option '--prot'\n(Did you mean --port?)\n",
    '未知的选项 --prot，是否想用 --port',
    "unknown option '--prot' (Did you mean --port?)",
  ],
  ["error: unknown option '--app-secrt=topsecret'", '未知的选项 --app-secrt', "unknown option '--app-secrt'"],
  ["error: unknown command 'serv'", '未知的命令 serv', "unknown command 'serv'"],
  [
    "error: required option '--seller <id>' not specified",
    '缺少必选的选项 --seller <id>',
    "required option '--seller <id>' not specified",
  ],
  [
    "error: too many arguments for 'serve'. Expected 0 arguments but got 1: extra.",
    '参数过多：应为 0 个，给出了 1 个',
    "too many arguments for 'serve'. Expected 0 arguments but got 1: extra.",
  ],
  [
    "error: option '--all' cannot be used with option '--limit <n>'",
    '选项 --all 与 --limit <n> 不能同时使用',
    "option '--all' cannot be used with option '--limit <n>'",
  ],
  [
    "error: option '--format <format>' argument 'yaml' is invalid. Allowed choices are json, xml.",
    '选项 --format <format> 的值 yaml 无效：应为 json, xml 之一',
    "option '--format <format>' argument 'yaml' is invalid. Allowed choices are json, xml.",
  ],
  ['error: something new', '用法错误: something new', 'something new'],
])('turns %j into one line of each language', (message, zh, en) => {
  expect([usageLine(message, 'zh'), usageLine(message, 'en')]).toEqual([zh, en])
})

it.each([
  [new Option('--json', '输出JSON'), '输出JSON'],
  [new Option('--seller <id>', '连锁id').makeOptionMandatory(), '连锁id [必选]'],
  [new Option('--port <n>', '端口').default(8080), '端口 [缺省: 8080]'],
  [new Option('--keep <d>', '保留').default(86_400_000, '1d'), '保留 [缺省: 1d]'],
  [new Option('--lang <name>', '语言').choices(['go', 'php']).default('go'), '语言 [可选值: go, php; 缺省: go]'],
])('describes %o', (option, text) => {
  expect(optionDescription(option)).toBe(text)
})
