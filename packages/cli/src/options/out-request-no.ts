import { randomBytes } from 'node:crypto'
import { InvalidArgumentError, Option } from 'commander'

/** The request number of a write. Commands generate a random one if it is not given. */
export function outRequestNoOption(maxLength = 64): Option {
  return new Option(
    '--out-request-no <no>',
    '请求号，用同一请求号重发不会重复执行；缺省随机生成 (request number; a retry with the same number takes effect only once; default: random)',
  ).argParser((text) => {
    const no = text.trim()
    if (no !== '' && no.length <= maxLength) return no
    throw new InvalidArgumentError(`应为1到${maxLength}个字符 (must have 1 to ${maxLength} characters)`)
  })
}

/** A random request number. */
export function newOutRequestNo(): string {
  return `cli-${randomBytes(12).toString('hex')}`
}
