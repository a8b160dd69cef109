import { button } from '../page/element.ts'
import { say } from '../page/localize.ts'
import { writeCallLink } from './call-link.ts'
import type { ToolCall } from './tool-call.ts'

/** How long the button shows its result. */
const resultShownMs = 3000

/** A button that copies a link to the call with its current values. */
export function copyLinkButton(currentCall: () => ToolCall | undefined): HTMLButtonElement {
  const copy = say('复制链接', 'Copy link')
  const made = button(copy, async () => {
    const call = currentCall()
    if (call === undefined) return
    // The link is also shown in the address bar, to be copied from there without clipboard access.
    showAddress(writeCallLink(call.definition, call))
    if (isSecureContext) await navigator.clipboard.writeText(location.href)
    made.textContent = isSecureContext
      ? say('已复制（不含密钥与手机号）', 'Copied (no secret, no phone)')
      : say('链接已在地址栏（不含密钥与手机号）', 'The link is in the address bar (no secret, no phone)')
    setTimeout(() => {
      made.textContent = copy
    }, resultShownMs)
  })
  return made
}

/** Shows a link to the opened call in the address bar and in the link to the other language. */
export function showAddress(link: string): void {
  history.replaceState(undefined, '', link)
  const other = document.querySelector<HTMLAnchorElement>('.site-head a[hreflang]')
  if (other !== null) other.href = other.pathname + link
}
