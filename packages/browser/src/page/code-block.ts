import { button, element, section } from './element.ts'
import { say } from './localize.ts'

/** Preformatted text in a box that can be scrolled by keyboard, with a copy button. */
export function codeBlock(text: string, label: string): HTMLElement {
  const figure = element('figure.sample', element('pre', { tabindex: '0', role: 'region', 'aria-label': label }, text))
  addCopyButton(figure)
  return figure
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
  for (const sample of document.querySelectorAll<HTMLElement>('figure.sample')) addCopyButton(sample)
}

/** The button copies the current text of the sample's `pre`. */
function addCopyButton(sample: HTMLElement): void {
  const code = sample.querySelector('pre')
  if (code === null) return
  const copy = async (): Promise<void> => {
    await copyText(code)
    made.textContent = say('已复制', 'Copied')
    setTimeout(() => {
      made.textContent = say('复制', 'Copy')
    }, 2000)
  }
  const made = button(say('复制', 'Copy'), () => void copy(), { class: 'copy' })
  sample.append(made)
}

/** Without https browsers offer no clipboard API, so the text is selected and copied with the old command. */
async function copyText(code: HTMLElement): Promise<void> {
  if (isSecureContext) return navigator.clipboard.writeText(code.textContent ?? '')
  getSelection()?.selectAllChildren(code)
  document.execCommand('copy')
}
