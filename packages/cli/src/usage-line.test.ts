import { expect, it } from 'vitest'
import { usageLine } from './usage-line.ts'

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
