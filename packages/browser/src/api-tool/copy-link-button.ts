import { copyButton } from '../page/element.ts'
import { say } from '../page/localize.ts'
import { writeCallLink } from './call-link.ts'
import type { ToolCall } from './tool-call.ts'

/** A button that copies a link to the call with its current values. */
export function copyLinkButton(currentCall: () => ToolCall): HTMLButtonElement {
  return copyButton(say('复制链接', 'Copy link'), async () => {
    const call = currentCall()
    // The link is also shown in the address bar, to be copied from there without clipboard access.
    showAddress(writeCallLink(call.definition, call))
    if (!isSecureContext) {
      return say(
        '链接已在地址栏（不含密钥、手机号与卡号）',
        'The link is in the address bar (no secret, phone or card)',
      )
    }
    await navigator.clipboard.writeText(location.href)
    return say('已复制（不含密钥、手机号与卡号）', 'Copied (no secret, phone or card)')
  })
}

/** Shows a link to the opened call in the address bar and in the link to the other language. */
export function showAddress(link: string): void {
  history.replaceState(undefined, '', link)
  const other = document.querySelector<HTMLAnchorElement>('.site-head a[hreflang]')
  if (other !== null) other.href = other.pathname + link
}
