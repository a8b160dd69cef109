import { codeBlock } from './code-block.ts'
import { element } from './element.ts'
import { localize } from './localize.ts'
import { section } from './section.ts'

/** A section with a base string and a note on how the secret is added to it. */
export function baseStringSection(title: string, base: string): HTMLElement {
  return section(title, element('p', { class: 'note' }, localize(note)), codeBlock(base, title))
}

const note = {
  zh: '不含 AppSecret；md5 在首尾各加一次，hmac 以它为密钥。',
  en: 'Without the secret: md5 adds it at both ends, hmac uses it as the key.',
}
