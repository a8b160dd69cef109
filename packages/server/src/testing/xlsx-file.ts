import { crc32, deflateRawSync } from 'node:zlib'

/** A cell: a text, a number, or the XML of a whole cell element without its place. */
export type Cell = string | number | Readonly<{ xml: string }>

/** An .xlsx file with one sheet, as a spreadsheet program writes it. @param parts replaces parts, or adds to them */
export function xlsxFile(
  rows: readonly (readonly Cell[])[],
  parts: Readonly<Record<string, string | ZipPart>> = {},
): Buffer<ArrayBuffer> {
  const strings = new Map<string, number>()
  const cells = (row: readonly Cell[], line: number) =>
    row.map((cell, index) => cellXml(cell, `${String.fromCharCode(65 + index)}${line}`, strings)).join('')
  const data = rows.map((row, index) => `<row r="${index + 1}">${cells(row, index + 1)}</row>`).join('')
  return zipFile({
    '[Content_Types].xml': `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
    'xl/workbook.xml': `${head}<workbook xmlns="${main}" xmlns:r="${office}/relationships"><sheets><sheet name="名单" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations([
      ['rId1', 'worksheet', 'worksheets/sheet1.xml'],
      ['rId2', 'sharedStrings', 'sharedStrings.xml'],
      ['rId3', 'styles', 'styles.xml'],
    ]),
    'xl/worksheets/sheet1.xml': `${head}<worksheet xmlns="${main}"><sheetData>${data}</sheetData></worksheet>`,
    'xl/sharedStrings.xml': `${head}<sst xmlns="${main}">${[...strings.keys()].map((text) => `<si><t xml:space="preserve">${escaped(text)}</t></si>`).join('')}</sst>`,
    'xl/styles.xml': `${head}<styleSheet xmlns="${main}"><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/><numFmt numFmtId="165" formatCode="0000"/><numFmt numFmtId="166" formatCode="0000000000000000"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="2"/><xf numFmtId="165"/><xf numFmtId="166"/></cellXfs></styleSheet>`,
    ...parts,
  })
}

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006'

/** The part that names the others. @param external marks all of them as outside the file */
export function relations(
  items: readonly (readonly [id: string, kind: string, target: string])[],
  mode = 'Internal',
): string {
  const elements = items.map(
    ([id, kind, target]) =>
      `<Relationship Id="${id}" Type="${office}/relationships/${kind}" Target="${target}" TargetMode="${mode}"/>`,
  )
  return `${head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${elements.join('')}</Relationships>`
}

function cellXml(cell: Cell, place: string, strings: Map<string, number>): string {
  if (typeof cell === 'number') return `<c r="${place}"><v>${cell}</v></c>`
  if (typeof cell === 'object') return cell.xml.replace('<c', `<c r="${place}"`)
  if (cell === '') return ''
  if (!strings.has(cell)) strings.set(cell, strings.size)
  return `<c r="${place}" t="s"><v>${strings.get(cell)}</v></c>`
}

function escaped(text: string): string {
  return text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`)
}

/** A part whose header may lie. */
export type ZipPart = Readonly<{ bytes: Buffer; claimedSize?: number; isEncrypted?: boolean }>

/** A zip file with deflated parts. */
export function zipFile(parts: Readonly<Record<string, string | ZipPart>>): Buffer<ArrayBuffer> {
  const files: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [name, part] of Object.entries(parts)) {
    const {
      bytes,
      claimedSize,
      isEncrypted = false,
    }: ZipPart = typeof part === 'string' ? { bytes: Buffer.from(part) } : part
    const packed = deflateRawSync(bytes)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(isEncrypted ? 0x801 : 0x800, 2)
    common.writeUInt16LE(8, 4)
    common.writeUInt32LE(crc32(bytes), 10)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(claimedSize ?? bytes.length, 18)
    common.writeUInt16LE(Buffer.byteLength(name), 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), packed])
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(offset, 10)
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), common, tail, Buffer.from(name)]))
    files.push(local)
    offset += local.length
  }
  const central = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(files.length, 4)
  end.writeUInt16LE(files.length, 6)
  end.writeUInt32LE(central.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...files, central, Buffer.from('PK\x05\x06'), end])
}
