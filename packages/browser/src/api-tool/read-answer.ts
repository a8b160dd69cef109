import { type BusinessError, findError, type KnownError, type MethodDefinition } from '@yaoquan/api'
import { decodeResponse, type Encoding, type TopError } from '@yaoquan/protocol'

/** The outcome that an answer reports. */
export type AnswerReading =
  | Readonly<{ kind: 'success'; response: object }>
  /** A refusal by the method; `known` is its row in the definition. */
  | Readonly<{ kind: 'business'; code: string; message: string; known: BusinessError | undefined }>
  /** A refusal by the gateway; `known` is its row in the error table. */
  | Readonly<{ kind: 'error'; error: TopError; known: KnownError | undefined }>
  /** The text is no answer of this method; `reason` is in English. */
  | Readonly<{ kind: 'unreadable'; reason: string }>

/** Decodes an answer and finds its error in the tables. */
export function readAnswer(definition: MethodDefinition, text: string, encoding: Encoding): AnswerReading {
  const decoded = decodeResponse(definition, text, encoding)
  switch (decoded.kind) {
    case 'unreadable':
      return decoded
    case 'error':
      return { kind: 'error', error: decoded.error, known: findError(decoded.error.code, decoded.error.subCode) }
    case 'response':
      return readResult(definition, decoded.response)
  }
}

type Result = Readonly<{ success?: unknown; errorCode?: unknown; errorMessage?: unknown }>

function readResult(definition: MethodDefinition, response: object): AnswerReading {
  const result: unknown = Reflect.get(response, 'result')
  const { success, errorCode, errorMessage } = (result ?? {}) as Result
  if (success !== false) return { kind: 'success', response }
  const code = String(errorCode ?? '')
  return {
    kind: 'business',
    code,
    message: String(errorMessage ?? ''),
    known: definition.errorCodes.find((item) => item.code === code),
  }
}
