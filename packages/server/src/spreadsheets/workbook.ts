import { RefusedFile } from './file-problem.ts'
import type { OfficePackage } from './open-package.ts'
import { spreadsheetLimits } from './spreadsheet-limits.ts'
import { walkWholeXml } from './walk-xml.ts'

/** The sheet to read, and what its cells refer to. Parts are named as in the package. */
export type Workbook = Readonly<{
  sheet: Readonly<{ name: string; part: string }>
  sharedStrings: string | undefined
  styles: string | undefined
  /** Days count from 1904, as on old Macs, and not from 1900. */
  is1904: boolean
}>

/**
 * Finds the first visible sheet of a workbook.
 * @throws RefusedFile if there is none, or a part of it is outside the file
 */
export async function readWorkbook(file: OfficePackage): Promise<Workbook> {
  if (!file.has(workbookPart)) throw new RefusedFile('FILE_NOT_XLSX')
  const sheets: Readonly<{ name: string; id: string }>[] = []
  let is1904 = false
  await walkWholeXml(file.read(workbookPart), {
    open(tag, { name = '', id = '', state, date1904 }) {
      if (tag === 'workbookPr') is1904 = date1904 === '1' || date1904 === 'true'
      if (tag === 'sheet' && (state === undefined || state === 'visible')) sheets.push({ name, id })
      if (sheets.length > spreadsheetLimits.maxParts) throw new RefusedFile('FILE_EXPANDS')
    },
  })
  const parts = await readRelations(file)
  const [first] = sheets
  const part = first && parts.get(first.id)?.part
  if (first === undefined || part === undefined || !file.has(part)) throw new RefusedFile('FILE_NOT_XLSX')
  const partOf = (kind: string) => [...parts.values()].find(({ type }) => type.endsWith(`/${kind}`))?.part
  return {
    sheet: { name: first.name.slice(0, 64), part },
    sharedStrings: partOf('sharedStrings'),
    styles: partOf('styles'),
    is1904,
  }
}

const workbookPart = 'xl/workbook.xml'
const relationsPart = 'xl/_rels/workbook.xml.rels'

type Relation = Readonly<{ type: string; part: string }>

async function readRelations(file: OfficePackage): Promise<ReadonlyMap<string, Relation>> {
  const relations = new Map<string, Relation>()
  await walkWholeXml(file.read(relationsPart), {
    open(tag, { Id: id = '', Type: type = '', Target: target = '', TargetMode: mode }) {
      if (tag !== 'Relationship') return
      if (mode === 'External') throw new RefusedFile('FILE_EXTERNAL')
      const part = target.startsWith('/') ? target.slice(1) : `xl/${target}`
      relations.set(id, { type, part })
      if (relations.size > spreadsheetLimits.maxParts) throw new RefusedFile('FILE_EXPANDS')
    },
  })
  return relations
}
