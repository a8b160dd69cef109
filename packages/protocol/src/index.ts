export { digestHex } from '#digest'
export type { Charset } from './encodings/charset.ts'
export { encodeGbk } from './encodings/charset.ts'
export { type ReadXml, readXml, type XmlElement } from './encodings/read-xml.ts'
export { type DecodedResponse, decodeErrorJson, decodeJsonResponse } from './envelope/decode-json-response.ts'
export { decodeResponse } from './envelope/decode-response.ts'
export {
  addRequestId,
  type EncodedResponse,
  encodeError,
  encodeErrorBytes,
  encodeMembers,
  encodeResponse,
  encodeResponseBytes,
} from './envelope/encode-response.ts'
export {
  answerInCharset,
  contentType,
  type Encoding,
  readEncoding,
  type TextValues,
  type TopError,
  topError,
  type WordedError,
} from './envelope/envelope.ts'
export { decodeJsonLine, jsonLine } from './envelope/json-line.ts'
export { prettyPrint } from './envelope/pretty-print.ts'
export { joinAnswers, type ReadBatch, readBatch, splitAnswers } from './parameters/batch.ts'
export type { Parameters, ReadParameters, SignedCall } from './parameters/parameters.ts'
export { writeUrlencoded } from './parameters/parameters.ts'
export { readParameters } from './parameters/read-parameters.ts'
export { type DecodedRequest, decodeRequest, type UnknownMembers } from './request/decode-request.ts'
export { encodeRequest } from './request/encode-request.ts'
export { signWebhook } from './signature/hmac.ts'
export {
  type BlankPolicy,
  baseString,
  type SignMethod,
  sign,
  signMethodOf,
  signParameters,
  verifySignature,
} from './signature/signature.ts'
export {
  explainSignature,
  findSignatureMistake,
  type SignatureMistake,
  type WronglySignedCall,
} from './signature/signature-mistake.ts'
export { formatTimestamp, parseTimestamp } from './timestamp/timestamp.ts'
