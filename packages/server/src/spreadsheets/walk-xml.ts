import { SaxesParser } from 'saxes'
import { RefusedFile } from './file-problem.ts'
import { spreadsheetLimits } from './spreadsheet-limits.ts'

/** Called in order of the text. Names have no namespace prefix. */
export type XmlHandlers = Readonly<{
  open?: (name: string, attributes: Readonly<Record<string, string>>) => void
  text?: (text: string) => void
  close?: (name: string) => void
}>

/**
 * Walks through an XML part.
 * @returns after each piece of bytes, so that the caller can use what the handlers collected
 * @throws RefusedFile for damaged XML, for a tag, text or comment that is too long, and for a document type, by which a file could
 * name entities and other files
 */
export async function* walkXml(
  bytes: AsyncIterable<Uint8Array>,
  { open, text, close }: XmlHandlers,
): AsyncGenerator<void, void, undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const parser = new SaxesParser({ xmlns: false, position: false })
  let depth = 0
  /** Bytes since the last handler was called: the parser keeps them until the tag, text or comment ends. */
  let heldBytes = 0
  parser.on('error', () => {
    throw new RefusedFile('FILE_BROKEN')
  })
  parser.on('doctype', () => {
    throw new RefusedFile('FILE_EXTERNAL')
  })
  parser.on('opentag', ({ name, attributes }) => {
    heldBytes = 0
    depth += 1
    if (depth > spreadsheetLimits.maxXmlDepth) throw new RefusedFile('FILE_BROKEN')
    open?.(localName(name), withLocalNames(attributes))
  })
  parser.on('text', (content) => text?.(content))
  parser.on('cdata', (content) => text?.(content))
  parser.on('closetag', ({ name }) => {
    heldBytes = 0
    depth -= 1
    close?.(localName(name))
  })
  for await (const piece of bytes) {
    heldBytes += piece.length
    if (heldBytes > spreadsheetLimits.maxXmlPieceBytes) throw new RefusedFile('FILE_EXPANDS')
    parser.write(decoded(() => decoder.decode(piece, { stream: true })))
    yield
  }
  parser.write(decoded(() => decoder.decode()))
  parser.close()
  yield
}

/** Walks through a whole part at a time, for those that are read before the rows. */
export async function walkWholeXml(bytes: AsyncIterable<Uint8Array>, handlers: XmlHandlers): Promise<void> {
  for await (const _ of walkXml(bytes, handlers));
}

function decoded(decode: () => string): string {
  try {
    return decode()
  } catch {
    // TextDecoder has one error: bytes that are no UTF-8.
    throw new RefusedFile('FILE_BROKEN')
  }
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

function withLocalNames(attributes: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [localName(name), value]))
}
