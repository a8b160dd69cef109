const segmenter = new Intl.Segmenter('zh', { granularity: 'word' })

/**
 * The terms under which a text is found: words in lower case, and of Chinese each character and each two that follow one another, since
 * where a Chinese word ends is uncertain. A name such as `out_request_no` or `queryCoupons` is a term, and so are its parts and the parts
 * without what joins them.
 */
export function termsOf(text: string): readonly string[] {
  return [...new Set(runsOf(text).flatMap((run) => (isHan(run) ? [...run, ...pairsOf(run)] : nameTerms(run))))]
}

/** The terms that a query asks for, each once: Chinese words as pairs of characters, names as they were typed. */
export function queryTerms(text: string): readonly string[] {
  return [...new Set(runsOf(text).flatMap((run) => (isHan(run) ? hanWords(run).flatMap(pairsOf) : wholeName(run))))]
}

/** Runs of Chinese characters, and of what names in other scripts consist of. */
function runsOf(text: string): readonly string[] {
  const runs = text.normalize('NFKC').matchAll(/\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{N}_.-])+/gu)
  return [...runs].map(([run]) => run)
}

function isHan(run: string): boolean {
  return /^\p{Script=Han}/u.test(run)
}

/** A single character belongs to the word before it, or to those that follow. */
function hanWords(run: string): readonly string[] {
  const words: string[] = []
  for (const { segment } of segmenter.segment(run)) {
    const before = words.at(-1)
    if (before !== undefined && (segment.length === 1 || before.length === 1)) words.splice(-1, 1, before + segment)
    else words.push(segment)
  }
  return words
}

/** Every two characters that follow one another; a single one by itself. */
function pairsOf(word: string): readonly string[] {
  const characters = [...word]
  return characters.length < 2 ? characters : characters.slice(1).map((each, place) => `${characters[place]}${each}`)
}

function wholeName(name: string): readonly string[] {
  const whole = name.replaceAll(/^[_.-]+|[_.-]+$/g, '').toLowerCase()
  return whole === '' ? [] : [whole]
}

/** Two parts that follow one another are joined, so that `app_key` is found as `appkey`. */
function nameTerms(name: string): readonly string[] {
  const parts = name
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .split(/[\s_.-]+/)
    .filter((part) => part !== '')
  const joined = parts.slice(1).map((part, place) => `${parts[place]}${part}`)
  return [...wholeName(name), ...[...parts, ...joined].map((term) => term.toLowerCase())]
}
