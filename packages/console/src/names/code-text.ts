/** The name of a code; undefined if it has none. */
export type NameOf = (code: string) => string | undefined

/** `朝阳店 (01)`; a code without a name as it is. */
export function codeText(code: string, nameOf: NameOf): string {
  const name = nameOf(code)
  return name === undefined ? code : `${name} (${code})`
}

/** A sentence with names after the codes in it, which are words of their own. */
export function namedWords(sentence: string, nameOf: NameOf): string {
  return sentence.replace(/[^\s,，、；。]+/gu, (word) => codeText(word, nameOf))
}

/** A comma list with names, as templates and coupons have it. Groups of shops (`@华东`) and codes without names stay as they are. */
export function codesText(list: string, nameOf: NameOf): string {
  return list
    .split(',')
    .map((code) => codeText(code.trim(), nameOf))
    .join(',')
}
