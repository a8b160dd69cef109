import { decodeTextOf } from '../bytes/charset.ts'
import { readMultipart } from './multipart.ts'
import { finishGathering, type ReadParameters, startGathering } from './parameters.ts'
import { readUrlencoded } from './urlencoded.ts'

const encoder = new TextEncoder()

/**
 * The parameters of a call, from query string and body merged: SDKs put them in either or both (top-protocol 1.1).
 * Bodies are urlencoded (also when the content type is missing) or multipart; other types hold no parameters.
 * Never throws: what is not valid percent-encoding or UTF-8 is decoded with U+FFFD in its place.
 * @param request.queryString what follows `?`, without it
 */
export function readParameters(
  request: Readonly<{ queryString: string; contentType: string | undefined; body: Uint8Array }>,
): ReadParameters {
  const gathering = startGathering()
  const decode = decodeTextOf('utf-8')
  readUrlencoded(encoder.encode(request.queryString), gathering, decode)
  if (request.body.length > 0) {
    switch (bodyKind(request.contentType)) {
      case 'urlencoded':
        readUrlencoded(request.body, gathering, decode)
        break
      case 'multipart':
        readMultipart({ contentType: request.contentType ?? '', body: request.body }, gathering, decode)
        break
      case 'other':
        break
    }
  }
  return finishGathering(gathering)
}

function bodyKind(contentType: string | undefined): 'urlencoded' | 'multipart' | 'other' {
  const type = contentType?.trim().toLowerCase() ?? ''
  // One SDK says `www-form-urlencoded`, without `application/`.
  if (type === '' || type.includes('form-urlencoded')) return 'urlencoded'
  return type.startsWith('multipart/form-data') ? 'multipart' : 'other'
}
