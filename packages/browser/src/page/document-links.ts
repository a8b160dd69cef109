import type { ErrorName } from '@yaoquan/api'
import { pageLanguage } from './localize.ts'

/** Address of a method's page in the document centre, in the language of this page. */
export function methodPage(name: string): string {
  return `${documentRoot()}${name}`
}

/** Address of the explanation of a gateway error; the whole error table for an unknown error. */
export function errorPage(name: ErrorName | undefined): string {
  return `${documentRoot()}public-errors${name === undefined ? '' : `#error.${name}`}`
}

/** Address of the explanation of a method's refusal. */
export function businessErrorPage(method: string, code: string): string {
  return `${methodPage(method)}#error.${code}`
}

function documentRoot(): string {
  return pageLanguage() === 'zh' ? '/docs/' : '/docs/en/'
}
