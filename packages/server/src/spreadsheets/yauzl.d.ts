/** The part of yauzl that is used here; the package has no types of its own. */
declare module 'yauzl' {
  export type Entry = Readonly<{ fileName: string; uncompressedSize: number; isEncrypted(): boolean }>

  export type ZipFile = Readonly<{
    entryCount: number
    eachEntry(): AsyncIterable<Entry>
    openReadStreamPromise(entry: Entry): Promise<AsyncIterable<Uint8Array>>
  }>

  /** @throws Error for what is no zip file, now or while it is read */
  export function fromBufferPromise(
    buffer: Uint8Array,
    options: Readonly<{ lazyEntries: true; autoClose: boolean; strictFileNames: boolean; validateEntrySizes: boolean }>,
  ): Promise<ZipFile>
}
