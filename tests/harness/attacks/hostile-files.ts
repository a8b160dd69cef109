import { deflateRawSync } from 'node:zlib'
import { relations, xlsxFile, type ZipPart, zipFile } from '../../../packages/server/src/testing/xlsx-file.ts'
import type { Random } from '../seeded-random.ts'

type File = Buffer<ArrayBuffer>

/** Makes a spreadsheet that is to harm whoever reads it. */
export function hostileFile(random: Random): Readonly<{ kind: string; file: File }> {
  const kind = random.of(kinds)
  return { kind, file: makers[kind](random) }
}

const mb = 1024 * 1024
const times = <Item>(count: number, item: (index: number) => Item) => Array.from({ length: count }, (_, n) => item(n))
/** Few are large, so that many can be sent in the time that a test has. */
const sizeUpTo = (random: Random, most: number) => random.below(random.chance(0.1) ? most : Math.ceil(most / 30))
const bytes = (random: Random, length: number) => Buffer.from(times(length, () => random.below(256)))
const sheet = (content: string) => ({
  'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${content}</sheetData></worksheet>`,
})
const texts = (content: string) => ({ 'xl/sharedStrings.xml': `<sst>${content}</sst>` })
const list = () => xlsxFile([['手机号', '姓名'], ...times(50, (n) => [`186${10_000_000 + n}`, `会员${n}`])])

const makers = {
  noise: (random: Random) => bytes(random, 1 + random.below(20_000)),
  'noise after the mark of a zip': (random: Random) => Buffer.concat([Buffer.from('PK\x03\x04'), bytes(random, 5_000)]),
  'a part of a file': (random: Random) => list().subarray(0, random.below(3_000)),
  'other bytes in a file': (random: Random) => damaged(list(), random),
  'other bytes in its directory': (random: Random) => damaged(list(), random, 400),
  'a part that unpacks to more than it says': (random: Random) =>
    xlsxFile([['a']], {
      'xl/styles.xml': { bytes: Buffer.alloc((1 + sizeUpTo(random, 60)) * mb), claimedSize: 1_000 },
    }),
  'parts that say they are huge': (random: Random) => {
    const part: ZipPart = { bytes: Buffer.alloc(1_000), claimedSize: (100 + random.below(900)) * mb }
    return xlsxFile([['a']], { a: part, b: part, c: part })
  },
  'parts within parts': () => xlsxFile([['a']], { 'xl/worksheets/sheet1.xml': { bytes: deflateRawSync(list()) } }),
  'thousands of parts': (random: Random) =>
    zipFile(Object.fromEntries(times(1_900 + random.below(400), (n) => [`p${n}`, '']))),
  'a sheet of blanks': (random: Random) =>
    xlsxFile([], sheet(`${' '.repeat(900_000)}<row/>`.repeat(1 + sizeUpTo(random, 80)))),
  'elements in elements': (random: Random) => xlsxFile([], sheet('<a>'.repeat(sizeUpTo(random, 200_000)))),
  'thousands of attributes': (random: Random) =>
    xlsxFile([], sheet(`<row ${times(random.below(60_000), (n) => `a${n}=""`).join(' ')}/>`)),
  'a long tag': (random: Random) => xlsxFile([], sheet(`<row a="${'x'.repeat(random.below(2 * mb))}"/>`)),
  'a comment without end': () => xlsxFile([], sheet(`<!--${'-'.repeat(2 * mb)}`)),
  'entities that multiply': () => {
    const entities = times(20, (n) => `<!ENTITY e${n + 1} "${`&e${n};`.repeat(10)}">`).join('')
    return xlsxFile([], {
      'xl/worksheets/sheet1.xml': `<!DOCTYPE x [<!ENTITY e0 "x">${entities}]><worksheet>&e20;</worksheet>`,
    })
  },
  'a file of the server': () =>
    xlsxFile([], {
      'xl/worksheets/sheet1.xml': '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet>&a;</worksheet>',
    }),
  'a sheet elsewhere': () =>
    xlsxFile([['a']], {
      'xl/_rels/workbook.xml.rels': relations([['rId1', 'worksheet', 'http://127.0.0.1/x']], 'External'),
    }),
  'names that climb': () => zipFile({ '../../../etc/cron.d/x': 'x', 'xl/workbook.xml': '<workbook/>' }),
  'one long text in thousands of cells': (random: Random) =>
    xlsxFile([], {
      ...texts(`<si><t>${'药'.repeat(32_000)}</t></si>`),
      ...sheet('<row><c t="s"><v>0</v></c></row>'.repeat(sizeUpTo(random, 4_000))),
    }),
  'a million texts': (random: Random) =>
    xlsxFile([], {
      ...texts(times(sizeUpTo(random, 1_000_000), (n) => `<si><t>${n}</t></si>`).join('')),
      ...sheet('<row/>'),
    }),
  'texts that no cell may name': (random: Random) =>
    xlsxFile([], sheet(`<row><c t="s"><v>${random.of(['-1', '1e9', 'x', '__proto__'])}</v></c></row>`)),
  'escapes in escapes': (random: Random) => xlsxFile([['_x005F_'.repeat(random.below(4_000))], ['_x0000__xD800_']]),
  'rows out of order': (random: Random) =>
    xlsxFile([], sheet(times(500, () => `<row r="${random.below(9_000)}"/>`).join(''))),
  'cells far to the right': (random: Random) =>
    xlsxFile([], sheet(`<row><c r="${random.of(['XFD1', 'ZZZ1', 'A0', '1', ''])}"><v>1</v></c></row>`)),
  'numbers beyond all': (random: Random) =>
    xlsxFile([[{ xml: `<c><v>${random.of(['1e999', 'Infinity', 'NaN', '-0', '9'.repeat(30_000)])}</v></c>` }]]),
  'dates beyond all': (random: Random) =>
    xlsxFile([[{ xml: `<c s="1"><v>${random.of(['-1', '1e15', '2958466', '60'])}</v></c>` }]]),
  'thousands of styles': (random: Random) =>
    xlsxFile([['a']], { 'xl/styles.xml': `<s><cellXfs>${'<xf/>'.repeat(random.below(80_000))}</cellXfs></s>` }),
  'no sheet': () => xlsxFile([], { 'xl/workbook.xml': '<workbook/>' }),
  'XML that is no UTF-8': (random: Random) => xlsxFile([], { 'xl/workbook.xml': { bytes: bytes(random, 2_000) } }),
  'a file of before 2007': (random: Random) =>
    Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), bytes(random, 2_000)]),
  'a quote without end': (random: Random) => Buffer.from(`a,b\n"${'x\n'.repeat(sizeUpTo(random, 2 * mb))}`),
  'quotes and commas': (random: Random) =>
    Buffer.from(times(50_000, () => random.of(['"', ',', '\n', '\r', 'x', '\t'])).join('')),
  'a line of commas': (random: Random) => Buffer.from(','.repeat(sizeUpTo(random, 4 * mb))),
  'blank lines': (random: Random) => Buffer.from('\n'.repeat(sizeUpTo(random, 4 * mb))),
  'zero bytes': (random: Random) => Buffer.alloc(sizeUpTo(random, 4 * mb)),
  'half a character': (random: Random) => Buffer.concat([Buffer.from('会员姓名'.repeat(100)), bytes(random, 3)]),
  'UTF-16 of half pairs': (random: Random) => Buffer.concat([Buffer.from([0xff, 0xfe]), bytes(random, 10_001)]),
  'more rows than are read': () => Buffer.from('x\n'.repeat(200_001)),
  nothing: () => Buffer.alloc(0),
} as const satisfies Readonly<Record<string, (random: Random) => File>>

const kinds = Object.keys(makers) as (keyof typeof makers)[]

/** @param last how many of the last bytes may change; default: all */
function damaged(file: File, random: Random, last = file.length): File {
  const copy = Buffer.from(file)
  const first = Math.max(0, copy.length - last)
  for (let n = 0; n <= random.below(8); n += 1) copy[first + random.below(copy.length - first)] = random.below(256)
  return copy
}
