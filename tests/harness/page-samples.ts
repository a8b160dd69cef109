import { readHtml } from './site-crawl.ts'

/** What a reader of a method's page has before him: its samples by language, and how to fill them in. */
export type PageSamples = Readonly<{
  gatewayUrl: string
  /** What stands for the reader's key and secret in whole programs. */
  placeholders: Readonly<{ appKey: string; appSecret: string }>
  sampleOf: (language: string) => PageSample
}>

/** @param codes what the notes above the sample set in code, in their order */
export type PageSample = Readonly<{ text: string; codes: readonly string[] }>

export type Reader = Readonly<{ appKey: string; appSecret: string }>

/** @param page address of a method's page on a running server */
export async function readPageSamples(page: string): Promise<PageSamples> {
  const root = readHtml(await (await fetch(page)).text())
  const textsOf = (selector: string) => root.querySelectorAll(selector).map(({ textContent }) => textContent)
  const [gatewayUrl = '', appKey = '', appSecret = ''] = textsOf('.fill-in code')
  return {
    gatewayUrl,
    placeholders: { appKey, appSecret },
    sampleOf(language) {
      const [text, ...more] = textsOf(`#sample-${language} pre`)
      if (text === undefined || more.length > 0) throw new Error(`${page} has not one sample in ${language}`)
      return { text, codes: textsOf(`#sample-${language} .run-note code`) }
    },
  }
}

/**
 * The sample made a program as the page tells its reader, and no further: placeholders are replaced in a whole program;
 * what stands around a fragment is what its note names.
 */
export function fillIn({ gatewayUrl, placeholders, sampleOf }: PageSamples, language: string, reader: Reader): string {
  const { text, codes } = sampleOf(language)
  const { hostname, port } = new URL(gatewayUrl)
  const mine = { appkey: reader.appKey, secret: reader.appSecret }
  const opening = codes.filter((code) => code.endsWith(';') || code === '<?php')
  switch (language) {
    case 'java':
    case 'dotnet': {
      const [publicClass, main] = [/ class /, /main\(/i].map((form) => codes.find((code) => form.test(code)))
      const statements = [...assignments(codes, { url: gatewayUrl, ...mine }, ';'), text]
      return [...opening, publicClass, '{', main, '{', ...statements, '}', '}'].join('\n')
    }
    case 'php':
      return [...opening, ...assignments(codes, { url: gatewayUrl, ...mine }, ';'), text].join('\n')
    case 'python': {
      const place = codes.find((code) => code.startsWith('import ')) ?? 'no place named'
      const [before, after] = text.split(`${place}\n`)
      return [before, place, ...assignments(codes, { url: hostname, port: Number(port), ...mine }, ''), after].join(
        '\n',
      )
    }
    default:
      return text
        .replaceAll(placeholders.appKey, () => reader.appKey)
        .replaceAll(placeholders.appSecret, () => reader.appSecret)
  }
}

/** One per variable that the notes name, by whatever stands before its name; JSON is a literal in all these languages. */
function assignments(
  codes: readonly string[],
  values: Readonly<Record<string, string | number>>,
  end: string,
): readonly string[] {
  return codes.flatMap((code) => {
    const value = values[code.replace(/^.*\W/, '')]
    return value === undefined ? [] : [`${code} = ${JSON.stringify(value)}${end}`]
  })
}
