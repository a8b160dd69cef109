import { copyButton, element, section } from './element.ts'
import { say } from './localize.ts'

/** Preformatted text in a box that can be scrolled by keyboard, with a copy button. */
export function codeBlock(text: string, label: string): HTMLElement {
  const code = element('pre', { tabindex: '0', role: 'region', 'aria-label': label }, text)
  return element('figure.sample', code, copyButtonOf(code))
}

/** A section with a heading of level 3 and a code block. */
export function codeSection(title: string, text: string): HTMLElement {
  return section(title, codeBlock(text, title))
}

/** A section with a base string and a note on how the secret is added to it. */
export function baseStringSection(title: string, base: string): HTMLElement {
  const note = say(
    '不含 AppSecret；md5 在首尾各加一次，hmac 以它为密钥。',
    'Without the secret: md5 adds it at both ends, hmac uses it as the key.',
  )
  return section(title, element('p.note', note), codeBlock(base, title))
}

/** Adds a copy button to every sample (`figure.sample`) of the page. */
export function addCopyButtons(): void {
  for (const code of document.querySelectorAll<HTMLElement>('figure.sample pre'))
    code.parentElement?.append(copyButtonOf(code))
}

/** The button copies the present text of the code. */
function copyButtonOf(code: HTMLElement): HTMLButtonElement {
  const copy = async (): Promise<string> => {
    // Without https browsers offer no clipboard API, so the text is selected and copied with the old command.
    if (isSecureContext) await navigator.clipboard.writeText(code.textContent)
    else {
      getSelection()?.selectAllChildren(code)
      document.execCommand('copy')
    }
    return say('已复制', 'Copied')
  }
  return copyButton(say('复制', 'Copy'), copy, { class: 'copy' })
}
