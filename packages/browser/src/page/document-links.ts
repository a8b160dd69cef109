import type { ErrorName } from '@yaoquan/api'
import { pageLanguage } from './say.ts'

/** The page of a method in the document centre, in the language of this page. */
export function methodPage(name: string): string {
  return `${documentRoot()}${name}`
}

/** Where an error of the gateway is explained; the whole table for one that is not of it. */
export function errorPage(name: ErrorName | undefined): string {
  return `${documentRoot()}public-errors${name === undefined ? '' : `#error.${name}`}`
}

/** Where a method explains its own refusals. */
export function businessErrorPage(method: string, code: string): string {
  return `${methodPage(method)}#error.${code}`
}

function documentRoot(): string {
  return pageLanguage() === 'zh' ? '/docs/' : '/docs/en/'
}
