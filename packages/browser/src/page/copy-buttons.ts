import { button } from './element.ts'
import { localize } from './localize.ts'

/** Adds a copy button to every sample (`figure.sample`) of the page. */
export function addCopyButtons(): void {
  for (const sample of document.querySelectorAll<HTMLElement>('figure.sample')) addCopyButton(sample)
}

/** Adds a button to a sample that copies the current text of its `pre`. */
export function addCopyButton(sample: HTMLElement): void {
  const code = sample.querySelector('pre')
  if (code === null) return
  const copy = async (): Promise<void> => {
    await copyText(code)
    made.textContent = localize(texts.copied)
    setTimeout(() => {
      made.textContent = localize(texts.copy)
    }, 2000)
  }
  const made = button(localize(texts.copy), () => void copy(), { class: 'copy' })
  sample.append(made)
}

const texts = { copy: { zh: '复制', en: 'Copy' }, copied: { zh: '已复制', en: 'Copied' } } as const

/** Without https browsers offer no clipboard API, so the text is selected and copied with the old command. */
async function copyText(code: HTMLElement): Promise<void> {
  if (isSecureContext) return navigator.clipboard.writeText(code.textContent ?? '')
  getSelection()?.selectAllChildren(code)
  document.execCommand('copy')
}
