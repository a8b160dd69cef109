export { digestHex } from '#digest'
export { joinAnswers, type ReadBatch, readBatch, splitAnswers } from './batch/batch.ts'
export type { Charset } from './bytes/charset.ts'
export { encodeGbk } from './bytes/gbk.ts'
export { answerInCharset } from './envelope/answer-in-charset.ts'
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
export { contentType, type Encoding, readEncoding } from './envelope/encoding.ts'
export { decodeJsonLine, jsonLine } from './envelope/json-line.ts'
export { prettyPrint } from './envelope/pretty-print.ts'
export { type TextValues, type TopError, topError, type WordedError } from './envelope/top-error.ts'
export type { Parameters, ReadParameters, SignedCall } from './parameters/parameters.ts'
export { readParameters } from './parameters/read-parameters.ts'
export { writeUrlencoded } from './parameters/urlencoded.ts'
export { type DecodedRequest, decodeRequest, type UnknownMembers } from './request/decode-request.ts'
export { encodeRequest } from './request/encode-request.ts'
export { type BlankPolicy, baseString } from './signature/base-string.ts'
export { type SignMethod, sign, signMethodOf, signParameters } from './signature/sign.ts'
export { signWebhook } from './signature/sign-webhook.ts'
export {
  explainSignature,
  findSignatureMistake,
  type SignatureMistake,
  type WronglySignedCall,
} from './signature/signature-mistake.ts'
export { verifySignature } from './signature/verify-signature.ts'
export { formatTimestamp, parseTimestamp } from './timestamp/timestamp.ts'
export { type ReadXml, readXml, type XmlElement } from './xml/read-xml.ts'
