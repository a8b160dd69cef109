import { knownText, type Language, type Texts } from '../language/texts.ts'
import type { NameOf } from './code-text.ts'

/** Usual codes of channels. Others are names already, or of one seller only. */
const names: Texts<Record<string, string>> = {
  app: { zh: '手机应用', en: 'Mobile app' },
  wechat: { zh: '微信', en: 'WeChat' },
  miniapp: { zh: '小程序', en: 'Mini program' },
  alipay: { zh: '支付宝', en: 'Alipay' },
  store: { zh: '门店', en: 'Shops' },
  pos: { zh: '收银', en: 'Tills' },
  erp: { zh: 'ERP', en: 'ERP' },
  b2c: { zh: '网上商城', en: 'Online shop' },
}

/** The usual channels, by code and name. */
export function usualChannels(language: Language): readonly Readonly<{ code: string; name: string }>[] {
  return Object.entries(names).map(([code, name]) => ({ code, name: name[language] }))
}

/** The names of channels that are not their codes already. */
export function channelNames(language: Language): NameOf {
  return (code) => {
    const name = channelName(code, language)
    return name.toLowerCase() === code.toLowerCase() ? undefined : name
  }
}

/** A channel as people call it: `微信`; one without a usual code as it is. */
export function channelName(channel: string, language: Language): string {
  return knownText(names, channel.toLowerCase(), language) ?? channel
}

/**
 * The code of a channel that somebody types by its code or by its name.
 * @param shown the code that is filtered by: a name of it that is typed again is itself the code of a seller
 */
export function channelTyped(
  text: string | undefined,
  language: Language,
  shown: string | undefined,
): string | undefined {
  const typed = text?.trim().toLowerCase()
  const code = Object.keys(names).find((one) => knownText(names, one, language)?.toLowerCase() === typed)
  return code === undefined || code === shown ? text : code
}

/** A channel as figures name it: `微信 (wechat)`; one without a usual code as it is. */
export function channelText(channel: string, language: Language): string {
  const name = channelNames(language)(channel)
  return name === undefined ? channelName(channel, language) : `${name} (${channel})`
}
