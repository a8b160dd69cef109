import type { Workspace } from './workspace.ts'

/**
 * Compares each page under docs/zh-CN with the English page of the same name: what a reader runs must be the same in
 * both. What a command prints (`text`) is in the language of the page, and blocks without a language, such as drawings, may differ.
 * @returns one line per page whose English page is missing or has other blocks
 */
export function checkTranslations({ documents }: Workspace): readonly string[] {
  return [...documents].flatMap(([path, text]) => {
    if (!path.startsWith('docs/zh-CN/')) return []
    const original = documents.get(path.replace('zh-CN/', ''))
    if (original === undefined) return [`${path}: has no English page`]
    const isEqual = blocksOf(text).join('') === blocksOf(original).join('')
    return isEqual ? [] : [`${path}: its code blocks differ from those of the English page`]
  })
}

function blocksOf(text: string): readonly string[] {
  return [...text.matchAll(/^```(?!text\n)\w+\n[\s\S]*?^```$/gm)].map(([block]) => block)
}
