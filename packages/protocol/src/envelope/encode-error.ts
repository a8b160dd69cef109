import { jsonMembers } from '../json/json-writer.ts'
import { xmlElements } from '../xml/xml-writer.ts'
import type { Encoding } from './encoding.ts'
import { errorFields, errorName, requestIdField } from './error-fields.ts'
import type { TopError } from './top-error.ts'
import { xmlDeclaration } from './xml-declaration.ts'

/**
 * The `error_response` of a broken call. Simplified answers keep its root. One SDK reads it by byte offsets, so not a
 * space or line break may be added (top-protocol 3.3).
 */
export function encodeError(error: TopError, requestId: string, encoding: Encoding): string {
  const values = { ...error, requestId }
  return encoding === 'xml'
    ? `${xmlDeclaration}<${errorName}>${writeElements('', values)}</${errorName}>`
    : `{"${errorName}":{${writeMembers('', values)}}}`
}

const fields = { ...errorFields, ...requestIdField }
const writeMembers = jsonMembers(fields, 'tagged')
const writeElements = xmlElements(fields)
