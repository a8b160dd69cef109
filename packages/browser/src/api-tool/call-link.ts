import { type Field, type Fields, holdsMobile, type ListItem, type MethodDefinition } from '@yaoquan/api'
import { copyButton } from '../page/element.ts'
import { say } from '../page/localize.ts'
import { type CallSettings, type CallValues, signMethods, type ToolCall } from './tool-call.ts'

/** The part of a call that a link contains: everything but the credentials. */
type LinkedCall = Readonly<{
  method: string | undefined
  values: CallValues | undefined
  settings: CallSettings
}>

export const defaultSettings: CallSettings = { format: 'json', simplify: false, signMethod: 'md5' }

/** Query and fragment of a link to a call. Browsers do not send the fragment; phones and cards are left out of it. */
export function writeCallLink(
  definition: MethodDefinition,
  { values, settings }: Readonly<{ values: CallValues; settings: CallSettings }>,
): string {
  const fragment = new URLSearchParams()
  const shared = withoutPhones(definition.request, values)
  if (Object.keys(shared).length > 0) fragment.set('values', JSON.stringify(shared))
  if (settings.format !== defaultSettings.format) fragment.set('format', settings.format)
  if (settings.simplify) fragment.set('simplify', 'true')
  if (settings.signMethod !== defaultSettings.signMethod) fragment.set('sign_method', settings.signMethod)
  const text = fragment.toString()
  return `?method=${definition.name}${text === '' ? '' : `#${text}`}`
}

/** Reads a link and ignores unknown parts. */
export function readCallLink({ search, hash }: Readonly<{ search: string; hash: string }>): LinkedCall {
  const fragment = new URLSearchParams(hash.replace(/^#/, ''))
  const signMethod = signMethods.find((name) => name === fragment.get('sign_method'))
  return {
    method: new URLSearchParams(search).get('method') ?? undefined,
    values: readValues(fragment.get('values')),
    settings: {
      format: fragment.get('format') === 'xml' ? 'xml' : defaultSettings.format,
      simplify: fragment.get('simplify') === 'true',
      signMethod: signMethod ?? defaultSettings.signMethod,
    },
  }
}

function readValues(text: string | null): CallValues | undefined {
  if (text === null) return undefined
  try {
    const values: unknown = JSON.parse(text)
    return isObject(values) ? values : undefined
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is CallValues {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Wire names of fields that stay out of links. */
const unlinked: readonly string[] = ['phone', 'card_no', 'new_card_no']

/** The values without fields of phones and cards, and without texts that contain a mobile number. */
function withoutPhones(fields: Fields, values: CallValues): CallValues {
  const kept = Object.entries(fields).flatMap(([property, field]): readonly (readonly [string, unknown])[] => {
    const value = unlinked.includes(field.wire) ? undefined : withoutPhone(field, values[property])
    return value === undefined ? [] : [[property, value]]
  })
  return Object.fromEntries(kept)
}

function withoutPhone(field: Field | ListItem, value: unknown): unknown {
  if (field.kind === 'object' && isObject(value)) return withoutPhones(field.fields, value)
  if (field.kind === 'list' && Array.isArray(value)) {
    return value.map((item) => withoutPhone(field.item, item)).filter((item) => item !== undefined)
  }
  return typeof value === 'string' && holdsMobile(value) ? undefined : value
}

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
