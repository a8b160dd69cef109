import { Option } from 'commander'
import { expect, it } from 'vitest'
import { optionDescription } from './option-description.ts'

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
