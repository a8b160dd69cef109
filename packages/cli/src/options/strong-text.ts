import { Option } from 'commander'
import { UsageFault } from '#terminal/faults'

const minLength = 16
/** In UTF-8. Longer ones are not looked up, and do not fit into the store. */
const maxBytes = 256

/** For test data: a short secret or token can be guessed. */
export function allowWeakOption(): Option {
  return new Option('--allow-weak-secret', `允许短于${minLength}个字符，仅限测试 (shorter than that, for tests only)`)
}

/**
 * Checks a secret or token that somebody chose.
 * @param flag the option that gave it
 * @throws UsageFault when it is shorter than 16 characters and that was not allowed, or longer than 256 bytes
 */
export function checkStrength(text: string | undefined, flag: string, allowsWeak: boolean | undefined): void {
  if (text === undefined) return
  if (Buffer.byteLength(text, 'utf8') > maxBytes) {
    throw new UsageFault(`${flag} 最长${maxBytes}字节`, `${flag} takes ${maxBytes} bytes at most`)
  }
  if (text.length >= minLength || allowsWeak) return
  throw new UsageFault(
    `${flag} 至少${minLength}个字符；不给出则自动生成；测试可加 --allow-weak-secret`,
    `${flag} must have ${minLength} characters or more`,
  )
}
