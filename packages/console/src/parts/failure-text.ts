import { defineTexts, type Language, textsIn } from '../language/texts.ts'
import { CallError, explanationOf } from '../server/call-error.ts'
import { refusalWords } from './refusal-words.ts'

/** What happened, what was not changed, and what to do. */
type FailureText = Readonly<{ title: string; advice: string; requestId: string | undefined }>

const texts = defineTexts({
  offline: { zh: '连接不上服务器', en: 'The server cannot be reached' },
  offlineAdvice: {
    zh: '请检查网络后重试。已提交的操作不会重复执行。',
    en: 'Check the network and try again. An act that went through is not done twice.',
  },
  ended: { zh: '登录已失效', en: 'The session has ended' },
  endedAdvice: { zh: '请重新登录，已填写的内容会保留。', en: 'Sign in again; what you typed is kept.' },
  refused: { zh: '服务器没有接受', en: 'The server refused' },
  unchanged: { zh: '没有做任何更改。', en: 'Nothing was changed.' },
  fault: { zh: '服务器出错', en: 'The server failed' },
  faultAdvice: {
    zh: '请重试；仍然出错时，把请求号告诉管理员。',
    en: 'Try again. If it fails again, give the request id to your administrator.',
  },
  notLoaded: { zh: '这部分页面没能加载', en: 'This part of the page did not load' },
  notLoadedAdvice: {
    zh: '请检查网络后重试；服务器刚升级过的话，请刷新页面。',
    en: 'Check the network and try again. If the server was just upgraded, reload the page.',
  },
  broken: { zh: '页面出错', en: 'The page failed' },
  brokenAdvice: { zh: '请刷新页面。', en: 'Reload the page.' },
})

/** What to tell an operator about an error, in the chosen language. */
export function failureText(error: unknown, language: Language): FailureText {
  const t = textsIn(texts, language)
  if (error instanceof LoadError) return { title: t.notLoaded, advice: t.notLoadedAdvice, requestId: undefined }
  if (!(error instanceof CallError)) return { title: t.broken, advice: t.brokenAdvice, requestId: undefined }
  const { requestId } = error
  switch (error.kind) {
    case 'offline':
      return { title: t.offline, advice: t.offlineAdvice, requestId }
    case 'signed-out':
      return { title: t.ended, advice: t.endedAdvice, requestId }
    case 'refused':
      return refusalText(error, language)
    case 'fault':
      return { title: t.fault, advice: t.faultAdvice, requestId }
  }
}

function refusalText({ code, said, saidIn, texts: both, requestId }: CallError, language: Language): FailureText {
  const t = textsIn(texts, language)
  if (both !== undefined) return { title: sentence(both[language]), advice: '', requestId }
  const known = explanationOf(code)
  // What the server said has the facts of this case; the table has both languages.
  const words = code === undefined || known === undefined ? said : refusalWords(code, language)
  const title = saidIn === language ? (said ?? words) : words
  const advice =
    known === undefined ? t.unchanged : `${t.unchanged}${language === 'zh' ? '' : ' '}${known.cure[language]}`
  return { title: title ?? t.refused, advice, requestId }
}

/** Texts of the server begin small in English, since programs put them after a name. */
function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** A part of the console that did not load: there is no network, or the server has another version by now. */
export class LoadError extends Error {
  override readonly name = 'LoadError'
}

/**
 * A part of the console that is being imported.
 * @throws LoadError if it does not load
 */
export async function loaded<T>(part: Promise<T>): Promise<T> {
  try {
    return await part
  } catch (cause) {
    throw new LoadError('a part of the console did not load', { cause })
  }
}
