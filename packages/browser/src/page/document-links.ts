import { pageLanguage } from './say.ts'

/** The page of a method in the document centre, in the language of this page. */
export function methodPage(name: string): string {
  return `${documentRoot()}${name}`
}

/** Where a code of the gateway is explained. */
export function errorPage(code: number): string {
  return `${documentRoot()}errors#code-${code}`
}

/** Where a method explains its own refusals. */
export function businessErrorPage(name: string): string {
  return `${methodPage(name)}#errors`
}

function documentRoot(): string {
  return pageLanguage() === 'zh' ? '/docs/' : '/docs/en/'
}
