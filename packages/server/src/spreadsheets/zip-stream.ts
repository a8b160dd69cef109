import { Readable } from 'node:stream'
import { crc32, createDeflateRaw } from 'node:zlib'

/** A part of a zip file: its name, and its bytes piece by piece. */
export type ZipPart = Readonly<{ name: string; bytes: AsyncIterable<Uint8Array> }>

/**
 * The bytes of a zip file (PKWARE APPNOTE 6.3.10) with deflated parts, of which no more than a piece is in memory. Sizes follow each part,
 * so that they need not be known before.
 * @throws RangeError above 4 GB, which would need another format
 */
export async function* zipBytes(parts: readonly ZipPart[]): AsyncGenerator<Uint8Array, void, undefined> {
  const directory: Uint8Array[] = []
  let offset = 0
  for (const { name, bytes } of parts) {
    const head = Buffer.concat([Buffer.from('PK\x03\x04'), commonFields(name), Buffer.from(name)])
    yield head
    const sums = { crc: 0, size: 0, packed: 0 }
    for await (const piece of deflated(bytes, sums)) yield piece
    const tail = Buffer.concat([Buffer.from('PK\x07\x08'), sizesOf(sums)])
    yield tail
    directory.push(directoryEntry(name, { ...sums, offset }))
    offset += head.length + sums.packed + tail.length
    if (Math.max(offset, sums.size) > maxBytes) throw new RangeError('a zip file of over 4 GB')
  }
  const central = Buffer.concat(directory)
  yield central
  yield endOf(parts.length, { size: central.length, offset })
}

const maxBytes = 0xffff_fff0

type Sums = { crc: number; size: number; packed: number }

async function* deflated(pieces: AsyncIterable<Uint8Array>, sums: Sums): AsyncGenerator<Uint8Array, void, undefined> {
  async function* counted() {
    for await (const piece of pieces) {
      sums.crc = crc32(piece, sums.crc)
      sums.size += piece.length
      yield piece
    }
  }
  const source = Readable.from(counted())
  const deflate = createDeflateRaw()
  source.on('error', (error) => deflate.destroy(error))
  for await (const piece of source.pipe(deflate)) {
    const bytes: Uint8Array = piece
    sums.packed += bytes.length
    yield bytes
  }
}

const version = 20
/** The sizes follow the part; its name is UTF-8. */
const flags = 0x808
const deflateMethod = 8

function commonFields(name: string, sums: Sums = { crc: 0, size: 0, packed: 0 }): Buffer {
  const fields = Buffer.alloc(26)
  fields.writeUInt16LE(version, 0)
  fields.writeUInt16LE(flags, 2)
  fields.writeUInt16LE(deflateMethod, 4)
  sizesOf(sums).copy(fields, 10)
  fields.writeUInt16LE(Buffer.byteLength(name), 22)
  return fields
}

function sizesOf({ crc, size, packed }: Sums): Buffer {
  const fields = Buffer.alloc(12)
  fields.writeUInt32LE(crc, 0)
  fields.writeUInt32LE(packed, 4)
  fields.writeUInt32LE(size, 8)
  return fields
}

function directoryEntry(name: string, { offset, ...sums }: Sums & Readonly<{ offset: number }>): Buffer {
  const tail = Buffer.alloc(14)
  tail.writeUInt32LE(offset, 10)
  const mark = Buffer.from([0x50, 0x4b, 0x01, 0x02, version, 0])
  return Buffer.concat([mark, commonFields(name, sums), tail, Buffer.from(name)])
}

function endOf(count: number, { size, offset }: Readonly<{ size: number; offset: number }>): Buffer {
  const fields = Buffer.alloc(18)
  fields.writeUInt16LE(count, 4)
  fields.writeUInt16LE(count, 6)
  fields.writeUInt32LE(size, 8)
  fields.writeUInt32LE(offset, 12)
  return Buffer.concat([Buffer.from('PK\x05\x06'), fields])
}
