import { looksGuarded } from '@yaoquan/api'
import { zipBytes } from './zip-stream.ts'

/** What a sheet holds at most, with its titles. */
export const maxSheetRows = 1_048_576

type Rows = AsyncIterable<readonly (readonly string[])[]>

/**
 * The bytes of an .xlsx file of one sheet (ECMA-376, part 1), piece by piece. Every cell is a text, and of the format "text": codes and
 * phones keep their digits, also after they are edited, and nothing is a formula.
 * @param titles of the columns. @param rows blocks of rows
 * @throws RangeError for more rows than a sheet holds
 */
export async function* xlsxBytes(titles: readonly string[], rows: Rows): AsyncGenerator<Uint8Array, void, undefined> {
  const parts = Object.entries(fixedParts).map(([name, text]) => ({ name, bytes: pieces(text) }))
  yield* zipBytes([...parts, { name: sheetPart, bytes: sheetXml(titles, rows) }])
}

async function* pieces(text: string): AsyncGenerator<Uint8Array, void, undefined> {
  yield Buffer.from(text)
}

async function* sheetXml(titles: readonly string[], rows: Rows): AsyncGenerator<Uint8Array, void, undefined> {
  const columns = `<cols><col min="1" max="${titles.length}" width="18" style="1" customWidth="1"/></cols>`
  yield Buffer.from(`${head}<worksheet xmlns="${main}">${columns}<sheetData>${rowXml(titles, 1)}`)
  let line = 1
  for await (const block of rows) {
    if (line + block.length > maxSheetRows) throw new RangeError(`a sheet holds ${maxSheetRows} rows`)
    const text = block.map((cells) => rowXml(cells, ++line)).join('')
    if (text !== '') yield Buffer.from(text)
  }
  yield Buffer.from('</sheetData></worksheet>')
}

function rowXml(cells: readonly string[], line: number): string {
  return `<row r="${line}">${cells.map((cell, index) => cellXml(cell, index, line)).join('')}</row>`
}

function cellXml(text: string, index: number, line: number): string {
  if (text === '') return ''
  // The importer takes one apostrophe off what looks like a guarded value.
  const guarded = looksGuarded(text) ? `'${text}` : text
  return `<c r="${lettersOf(index)}${line}" t="inlineStr" s="1"><is><t xml:space="preserve">${escaped(guarded)}</t></is></c>`
}

/** Control characters are written as `_x000D_` (ECMA-376, part 1, 22.9.2.19), and so is what looks like that. */
function escaped(text: string): string {
  const plain = text.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
  return plain.replace(special, (character) => {
    return named.get(character) ?? `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`
  })
}

const special = /(?![\t\n])[&<>\p{Cc}\ufffe\uffff]/gu
const named = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
])

function lettersOf(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26))
  return index < 26 ? letter : `${lettersOf(Math.floor(index / 26) - 1)}${letter}`
}

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packaged = 'http://schemas.openxmlformats.org/package/2006'
const types = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
const sheetPart = 'xl/worksheets/sheet1.xml'

const fixedParts = {
  '[Content_Types].xml': `${head}<Types xmlns="${packaged}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/><Override PartName="/${sheetPart}" ContentType="${types}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${types}.styles+xml"/></Types>`,
  '_rels/.rels': `${head}<Relationships xmlns="${packaged}/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/workbook.xml': `${head}<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  'xl/_rels/workbook.xml.rels': `${head}<Relationships xmlns="${packaged}/relationships"><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${office}/styles" Target="styles.xml"/></Relationships>`,
  // Format 49 is text (ECMA-376, part 1, 18.8.30).
  'xl/styles.xml': `${head}<styleSheet xmlns="${main}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>`,
} as const
