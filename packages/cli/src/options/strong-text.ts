import { type Command, Option } from 'commander'
import { say, UsageFault } from '#terminal/output'
import { nonBlank } from './data-options.ts'

const minLength = 16
/** Maximum in UTF-8. The gateway does not look up longer ones, and the store has no room for them. */
const maxBytes = 256

/** Adds `--app-secret` and `--allow-weak-secret`. */
export function addSecret(command: Command, description: string): Command {
  return command.option('--app-secret <secret>', description, nonBlank).addOption(allowWeakOption())
}

/** Allows short secrets and tokens, which can be guessed, for tests. */
export function allowWeakOption(): Option {
  return new Option(
    '--allow-weak-secret',
    say(`允许密钥短于${minLength}个字符，仅限测试`, `allow fewer than ${minLength} characters, for tests only`),
  )
}

/**
 * Checks a secret or token chosen by the operator.
 * @param flag the option it was given with
 * @throws UsageFault if it has fewer than 16 characters and `--allow-weak-secret` was not given, or more than 256 bytes
 */
export function checkStrength(text: string | undefined, flag: string, allowsWeak: boolean | undefined): void {
  if (text === undefined) return
  if (Buffer.byteLength(text, 'utf8') > maxBytes) {
    throw new UsageFault(`${flag} 最长${maxBytes}字节`, `${flag} must have at most ${maxBytes} bytes`)
  }
  if (text.length >= minLength || allowsWeak) return
  throw new UsageFault(
    `${flag} 至少${minLength}个字符；不指定则自动生成；测试可加 --allow-weak-secret`,
    `${flag} must have at least ${minLength} characters; leave it out to generate one`,
  )
}
