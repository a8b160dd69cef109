import { randomBytes } from 'node:crypto'
import { InvalidArgumentError, Option } from 'commander'

/** The caller's number of a write; what a command gets when it was not given. */
export function outRequestNoOption(maxLength = 64): Option {
  return new Option(
    '--out-request-no <no>',
    '请求号，同号重发不会重复执行；缺省随机生成 (default: a random one)',
  ).argParser((text) => {
    const no = text.trim()
    if (no !== '' && no.length <= maxLength) return no
    throw new InvalidArgumentError(`应为1到${maxLength}个字符 (1 to ${maxLength} characters)`)
  })
}

/** A number that nobody used before. */
export function newOutRequestNo(): string {
  return `cli-${randomBytes(12).toString('hex')}`
}
