/// <reference path="./yauzl.d.ts" />
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl'
import { RefusedFile } from './file-problem.ts'
import { spreadsheetLimits } from './spreadsheet-limits.ts'

/** The parts of an .xlsx file by name, without a leading slash. */
export type OfficePackage = Readonly<{
  has(name: string): boolean
  /** The bytes of a part, unpacked piece by piece. @throws RefusedFile if there is none, or it is damaged */
  read(name: string): AsyncGenerator<Uint8Array, void, undefined>
}>

/**
 * Opens an .xlsx file. Sizes are checked before anything is unpacked, and yauzl stops at a part that is longer than it said.
 * @throws RefusedFile for what is no zip file, is encrypted, refers to other files, or would unpack to more than is allowed
 */
export async function openPackage(file: Uint8Array): Promise<OfficePackage> {
  const zip = await reading(() => fromBufferPromise(Buffer.from(file.buffer, file.byteOffset, file.length), options))
  const parts = await reading(() => listParts(zip))
  if ([...parts.keys()].some((name) => name.startsWith('xl/externalLinks/'))) throw new RefusedFile('FILE_EXTERNAL')
  return {
    has: (name) => parts.has(name),
    async *read(name) {
      const part = parts.get(name)
      if (part === undefined) throw new RefusedFile('FILE_NOT_XLSX')
      const stream = await reading(() => zip.openReadStreamPromise(part))
      try {
        yield* stream
      } catch (error) {
        throw asRefused(error)
      }
    },
  }
}

const options = { lazyEntries: true, autoClose: false, strictFileNames: true, validateEntrySizes: true } as const

async function listParts(zip: ZipFile): Promise<ReadonlyMap<string, Entry>> {
  const { maxParts, maxUnpackedBytes } = spreadsheetLimits
  if (zip.entryCount > maxParts) throw new RefusedFile('FILE_EXPANDS')
  const parts = new Map<string, Entry>()
  let bytes = 0
  for await (const entry of zip.eachEntry()) {
    bytes += entry.uncompressedSize
    if (bytes > maxUnpackedBytes) throw new RefusedFile('FILE_EXPANDS')
    if (entry.isEncrypted()) throw new RefusedFile('FILE_OLD_EXCEL')
    if (parts.has(entry.fileName)) throw new RefusedFile('FILE_BROKEN')
    parts.set(entry.fileName, entry)
  }
  return parts
}

async function reading<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw asRefused(error)
  }
}

/** Whatever yauzl and zlib say of the bytes is a fault of the file. */
function asRefused(error: unknown): RefusedFile {
  return error instanceof RefusedFile ? error : new RefusedFile('FILE_BROKEN')
}
