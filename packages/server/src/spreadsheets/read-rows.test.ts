import { describe, expect, it } from 'vitest'
import { relations, xlsxFile, type ZipPart, zipFile } from '#testing/xlsx-file'
import type { FileProblem } from './file-problem.ts'
import { readRows } from './read-rows.ts'
import type { SheetRow } from './sheet-row.ts'

type Read = Readonly<{ sheet: string | undefined; rows: readonly SheetRow[]; count: number; problem?: FileProblem }>

async function read(file: Uint8Array | string): Promise<Read> {
  let sheet: string | undefined
  let count = -1
  const rows: SheetRow[] = []
  for await (const message of readRows(typeof file === 'string' ? Buffer.from(file) : file)) {
    if (message.kind === 'sheet') sheet = message.name
    if (message.kind === 'rows') rows.push(...message.rows)
    if (message.kind === 'end') count = message.count
    if (message.kind === 'refused') return { sheet, rows, count, problem: message.problem }
  }
  return { sheet, rows, count }
}

const text = '手机号,姓名\n18612255668,"张, 三"\n\n13900001111,李四\n'
/** The same text. */
const gbk = 'cad6bbfabac52cd0d5c3fb0a31383631323235353636382c22d5c52c20c8fd220a0a31333930303030313131312cc0eecbc40a'
const rowsOfText = [
  { line: 1, values: ['手机号', '姓名'] },
  { line: 2, values: ['18612255668', '张, 三'] },
  { line: 4, values: ['13900001111', '李四'] },
]

describe('a text', () => {
  it.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-16', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['GBK, as Chinese Excel writes it', Buffer.from(gbk, 'hex')],
  ])('is read in %s', async (_, bytes) => {
    expect(await read(bytes)).toEqual({ sheet: undefined, rows: rowsOfText, count: 3 })
  })

  it('is read with tabs between its values', async () => {
    expect((await read('phone\tname\n1\ta,b')).rows[1]?.values).toEqual(['1', 'a,b'])
  })

  it('has a fault in the row where characters follow a closing quote', async () => {
    expect((await read('a\n"b"c\nd')).rows.map(({ fault }) => fault !== undefined)).toEqual([false, true, false])
  })

  it.each([
    ['an open quote', 'a\nb\n"c\nd', { code: 'FILE_QUOTE', line: 3 }],
    ['nothing', '', { code: 'FILE_EMPTY' }],
    ['blank lines', '\n , \n', { code: 'FILE_EMPTY' }],
    ['a cell that is too long', `a\n${'x'.repeat(32_768)}`, { code: 'FILE_CELL', line: 2 }],
    ['too many columns', `a\n${','.repeat(256)}x`, { code: 'FILE_COLUMNS', line: 2 }],
    ['more than 200,000 rows', 'x\n'.repeat(200_001), { code: 'FILE_ROWS', line: 200_001 }],
    ['more than 20 MB', 'x'.repeat(20 * 1024 * 1024 + 1), { code: 'FILE_TOO_LARGE' }],
  ])('is refused with %s', async (_, file, problem) => {
    expect((await read(file)).problem).toMatchObject(problem)
  })

  it('is refused where UTF-8 is damaged', async () => {
    const bytes = Buffer.concat([Buffer.from('全场通用优惠券码'), Uint8Array.from([0xe6, 0x41])])
    expect((await read(bytes)).problem).toMatchObject({ code: 'FILE_ENCODING' })
  })
})

describe('a workbook', () => {
  it('is read as its cells show', async () => {
    const file = xlsxFile([
      ['手机号', '卡号', '生日', '时间', '金额', '公式', '内嵌', '布尔', '门店', '会员卡'],
      [
        { xml: '<c><v>1.8612255668E10</v></c>' },
        ' A&1 ',
        { xml: '<c s="1"><v>46350</v></c>' },
        { xml: '<c s="2"><v>46350.354166666664</v></c>' },
        { xml: '<c s="3"><v>99.5</v></c>' },
        { xml: '<c t="str"><f>A1&amp;"x"</f><v>x</v></c>' },
        { xml: '<c t="inlineStr"><is><r><t>张</t></r><r><t>三</t></r><rPh><t>zhang</t></rPh></is></c>' },
        { xml: '<c t="b"><v>1</v></c>' },
        { xml: '<c s="4"><v>12</v></c>' },
        { xml: '<c s="5"><v>622202123456</v></c>' },
      ],
      [],
      ['', '', 'x_x000A_y'],
    ])
    expect(await read(file)).toEqual({
      sheet: '名单',
      rows: [
        { line: 1, values: ['手机号', '卡号', '生日', '时间', '金额', '公式', '内嵌', '布尔', '门店', '会员卡'] },
        {
          line: 2,
          values: [
            '18612255668',
            ' A&1 ',
            '2026-11-24',
            '2026-11-24 08:30:00',
            '99.5',
            'x',
            '张三',
            'TRUE',
            '0012',
            '0000622202123456',
          ],
        },
        { line: 4, values: ['', '', 'x\ny'] },
      ],
      count: 3,
    })
  })

  it.each([
    ...[
      ['0000;-0000', '0012'],
      ['[Red]0000', '0012'],
      ['0000_);[Red](0000)', '0012'],
      ['&quot;No; &quot;0000', '0012'],
      ['[$-804]\\N0000;@', '0012'],
      ['- 0000 -', '0012'],
    ],
    ...[
      '0.00',
      '#,##0',
      '0,000',
      '#,##0_);(#,##0)',
      '0;-0000',
      '00/00',
      '00%',
      '00E+00',
      '0000,',
      '[&lt;100]0000;0',
    ].map((format) => [format, '12']),
  ])('reads the number 12 in the format %s as %s', async (format = '', shown) => {
    const file = xlsxFile([['门店'], [{ xml: '<c s="0"><v>12</v></c>' }]], {
      'xl/styles.xml': `<s><numFmts><numFmt numFmtId="164" formatCode="${format}"/></numFmts><cellXfs><xf numFmtId="164"/></cellXfs></s>`,
    })
    expect((await read(file)).rows[1]).toEqual({ line: 2, values: [shown] })
  })

  it.each([
    ['a number of more than 15 digits, which was rounded', '<c><v>6.2220000000000002E18</v></c>', /rounded/],
    ['an error value', '<c t="e"><v>#N/A</v></c>', /#N\/A/],
  ])('has a fault in the row of %s', async (_, xml, said) => {
    const { rows } = await read(xlsxFile([['a'], ['b', { xml }]]))
    expect(rows[1]).toMatchObject({ line: 2, fault: { column: 'B', en: expect.stringMatching(said) } })
  })

  it('reads the first sheet that is visible', async () => {
    const sheets =
      '<sheet name="Hidden" sheetId="1" state="hidden" r:id="rId9"/><sheet name="Shown" sheetId="2" r:id="rId1"/>'
    const workbook = `<workbook xmlns:r="r"><sheets>${sheets}</sheets></workbook>`
    expect(await read(xlsxFile([['a']], { 'xl/workbook.xml': workbook }))).toMatchObject({ sheet: 'Shown', count: 1 })
  })

  const sheet = (content: string) => ({
    'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${content}</sheetData></worksheet>`,
  })
  const many = (count: number) => Array.from({ length: count }, (_, index) => index)
  const zeros: ZipPart = { bytes: Buffer.alloc(1_000), claimedSize: 200 * 1024 * 1024 }
  const shared = {
    'xl/sharedStrings.xml': `<sst><si><t>${'x'.repeat(32_000)}</t></si></sst>`,
    ...sheet(
      many(2_200)
        .map((line) => `<row r="${line + 1}"><c t="s"><v>0</v></c></row>`)
        .join(''),
    ),
  }
  const bomb: ZipPart = { bytes: Buffer.alloc(2 * 1024 * 1024), claimedSize: 1_000 }

  it.each<[name: string, file: Buffer, problem: Partial<FileProblem>]>([
    ['parts that unpack to more than 256 MB', xlsxFile([['a']], { a: zeros, b: zeros }), { code: 'FILE_EXPANDS' }],
    ['a part that unpacks to more than it says', xlsxFile([['a']], { 'xl/styles.xml': bomb }), { code: 'FILE_BROKEN' }],
    [
      'thousands of parts',
      zipFile(Object.fromEntries(many(2_001).map((n) => [`p${n}`, '']))),
      { code: 'FILE_EXPANDS' },
    ],
    [
      'millions of texts',
      xlsxFile([], { 'xl/sharedStrings.xml': `<sst>${'<si/>'.repeat(2_000_001)}</sst>` }),
      { code: 'FILE_TEXT' },
    ],
    [
      'thousands of styles',
      xlsxFile([['a']], { 'xl/styles.xml': `<s><cellXfs>${'<xf/>'.repeat(65_537)}</cellXfs></s>` }),
      { code: 'FILE_EXPANDS' },
    ],
    [
      'thousands of sheets',
      xlsxFile([], { 'xl/workbook.xml': `<w>${'<sheet/>'.repeat(2_001)}</w>` }),
      { code: 'FILE_EXPANDS' },
    ],
    [
      'a comment of more than a megabyte',
      xlsxFile([], { 'xl/workbook.xml': `<w><!--${'x'.repeat(1_200_000)}--></w>` }),
      { code: 'FILE_EXPANDS' },
    ],
    ['one long text in thousands of cells', xlsxFile([], shared), { code: 'FILE_TEXT', sheet: '名单', line: 2_098 }],
    ['a text of more than 32,767 characters', xlsxFile([['a'], ['x'.repeat(32_768)]]), { code: 'FILE_CELL' }],
    [
      'a number of as many digits',
      xlsxFile([['a'], [{ xml: `<c><v>${'1'.repeat(32_768)}</v></c>` }]]),
      { code: 'FILE_CELL', sheet: '名单', line: 2, column: 'A' },
    ],
    [
      'a cell beyond the last column',
      xlsxFile([], sheet('<row><c r="ZZ1"><v>1</v></c></row>')),
      { code: 'FILE_COLUMNS' },
    ],
    ['rows out of order', xlsxFile([], sheet('<row r="2"/><row r="1"/>')), { code: 'FILE_BROKEN', line: 2 }],
    ['a shared text that is missing', xlsxFile([], sheet('<row><c t="s"><v>7</v></c></row>')), { code: 'FILE_BROKEN' }],
    ['broken XML', xlsxFile([], sheet('<row>')), { code: 'FILE_BROKEN' }],
    ['elements without end', xlsxFile([], sheet('<a>'.repeat(100_000))), { code: 'FILE_BROKEN' }],
    [
      'entities of its own',
      xlsxFile([], {
        'xl/worksheets/sheet1.xml': '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet>&a;</worksheet>',
      }),
      { code: 'FILE_EXTERNAL' },
    ],
    [
      'links to other workbooks',
      xlsxFile([['a']], { 'xl/externalLinks/externalLink1.xml': '<a/>' }),
      { code: 'FILE_EXTERNAL' },
    ],
    [
      'a sheet outside the file',
      xlsxFile([['a']], { 'xl/_rels/workbook.xml.rels': relations([['rId1', 'worksheet', 'http://x/y']], 'External') }),
      { code: 'FILE_EXTERNAL' },
    ],
    ['names that climb out of the file', zipFile({ '../../etc/passwd': 'x' }), { code: 'FILE_BROKEN' }],
    [
      'an encrypted part',
      xlsxFile([['a']], { x: { bytes: Buffer.from('x'), isEncrypted: true } }),
      { code: 'FILE_OLD_EXCEL' },
    ],
    ['half of it missing', xlsxFile([['a']]).subarray(0, 900), { code: 'FILE_BROKEN' }],
    ['parts of something else', zipFile({ 'word/document.xml': '<a/>' }), { code: 'FILE_NOT_XLSX' }],
    ['a format of the past', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 1, 2]), { code: 'FILE_OLD_EXCEL' }],
    ['a web page that is named .xls', Buffer.from('\ufeff\r\n<html><table>'), { code: 'FILE_WEB_PAGE' }],
    ['no rows', xlsxFile([]), { code: 'FILE_EMPTY', sheet: '名单' }],
  ])('is refused with %s', async (_, file, problem) => {
    expect((await read(file)).problem).toMatchObject(problem)
  })

  it('is refused where any of its bytes is another one, or read as before', async () => {
    const file = xlsxFile([['手机号'], ['18612255668']])
    for (let at = 0; at < file.length; at += 7) {
      const damaged = Buffer.from(file)
      damaged[at] = (damaged[at] ?? 0) ^ 0x55
      const { problem, count } = await read(damaged)
      expect(problem !== undefined || count >= 0).toBe(true)
    }
  })
})
