/** Gives every sample (`figure.sample`) a button that copies its text. */
export function addCopyButtons(): void {
  for (const sample of document.querySelectorAll<HTMLElement>('figure.sample')) addCopyButton(sample)
}

/** Gives one sample a button that copies what stands in its `pre` when it is pressed. */
export function addCopyButton(sample: HTMLElement): void {
  const isChinese = document.documentElement.lang.startsWith('zh')
  const texts = isChinese ? { copy: '复制', done: '已复制' } : { copy: 'Copy', done: 'Copied' }
  const code = sample.querySelector('pre')
  if (code !== null) sample.append(copyButton(code, texts))
}

function copyButton(code: HTMLElement, texts: Readonly<{ copy: string; done: string }>): HTMLButtonElement {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'copy'
  button.textContent = texts.copy
  button.addEventListener('click', async () => {
    await copyText(code)
    button.textContent = texts.done
    setTimeout(() => {
      button.textContent = texts.copy
    }, 2000)
  })
  return button
}

/** Without https a browser has no clipboard for scripts: the text is selected, and the old command copies what is selected. */
async function copyText(code: HTMLElement): Promise<void> {
  if (isSecureContext) return navigator.clipboard.writeText(code.textContent ?? '')
  getSelection()?.selectAllChildren(code)
  document.execCommand('copy')
}
