import { decodeUtf8 } from '../bytes/charset.ts'
import { Utf8Writer, utf8 } from '../bytes/utf8-writer.ts'
import { jsonMembers } from '../json/json-writer.ts'
import { xmlElements } from '../xml/xml-writer.ts'
import { type Encoding, xmlDeclaration } from './encoding.ts'
import { errorFields, errorName, requestIdField, type TopError } from './top-error.ts'

/**
 * Encodes an `error_response` as text. Simplified answers keep the root. Nothing may be inserted, not even white space,
 * since one SDK reads errors by byte offsets (docs/reference/top-protocol.md, 3.3).
 */
export function encodeError(error: TopError, requestId: string, encoding: Encoding): string {
  return decodeUtf8(encodeErrorBytes(error, requestId, encoding))
}

/** Encodes an `error_response` in UTF-8. */
export function encodeErrorBytes(error: TopError, requestId: string, encoding: Encoding): Uint8Array<ArrayBuffer> {
  const { open, close, write } = encoding === 'xml' ? xml : json
  const out = new Utf8Writer()
  out.write(open)
  write(out, { ...error, requestId })
  out.write(close)
  return out.take()
}

const fields = { ...errorFields, ...requestIdField }
const json = { open: utf8(`{"${errorName}":{`), write: jsonMembers(fields, 'tagged'), close: utf8('}}') }
const xml = {
  open: utf8(`${xmlDeclaration}<${errorName}>`),
  write: xmlElements(fields),
  close: utf8(`</${errorName}>`),
}
