import { button } from '../page/element.ts'
import { say } from '../page/say.ts'
import { writeCallLink } from './call-link.ts'
import { showAddress } from './show-address.ts'
import type { ToolCall } from './tool-call.ts'

/** For how long the button says what became of it. */
const sayingMs = 3000

/** A button that copies a link to the call as it is filled in. */
export function copyLinkButton(currentCall: () => ToolCall | undefined): HTMLButtonElement {
  const made = button(say(texts.copy), async () => {
    const call = currentCall()
    if (call === undefined) return
    // The address bar holds the link as well: where a page may not write to the clipboard, it is copied from there.
    showAddress(writeCallLink(call.definition, call))
    if (isSecureContext) await navigator.clipboard.writeText(location.href)
    made.textContent = say(isSecureContext ? texts.copied : texts.shown)
    setTimeout(() => {
      made.textContent = say(texts.copy)
    }, sayingMs)
  })
  return made
}

const texts = {
  copy: { zh: '复制链接', en: 'Copy link' },
  copied: { zh: '已复制（不含密钥与手机号）', en: 'Copied (no secret, no phone)' },
  shown: { zh: '链接已在地址栏（不含密钥与手机号）', en: 'It is in the address bar (no secret, no phone)' },
} as const
