import type { Fields, Text } from './field.ts'

/** One outcome that a method reports in its own `result.error_code`, with `success` false. */
export type BusinessError = Readonly<{ code: string; message: Text; cure: Text }>

/** A method of the API as a value. Everything about it on any surface derives from here. */
export type MethodDefinition = Readonly<{
  /** Wire name, e.g. `taobao.time.get`. */
  name: string
  title: Text
  description: Text
  category: Text
  /** `chain`: acts on one chain (by session, or the app's only chain). `none`: about the platform itself. */
  scope: 'chain' | 'none'
  /** Whether calling it twice can change anything: clients retry reads only, or writes that carry a request number. */
  effect: 'read' | 'write'
  request: Fields
  response: Fields
  errorCodes: readonly BusinessError[]
  /** Properties, at any depth, that a first call leaves out: they exclude others, run out, or come from an answer. */
  sampleOmits?: readonly string[]
  /** Properties of the response, with dots from the top, that its sample leaves out: they belong to another outcome. */
  answerOmits?: readonly string[]
}>

/** Types a definition literally, so that request and response types can be inferred from it. */
export function defineMethod<const M extends MethodDefinition>(definition: M): M {
  return definition
}

/**
 * Whether a method refuses members that its definition does not know. Ours do: a misspelt amount would be left out with
 * success. The compatible ones do not, since their callers were written for another server.
 */
export function refusesUnknown({ name }: Pick<MethodDefinition, 'name'>): boolean {
  return name.startsWith('yaoquan.')
}

/**
 * Name of a method's response element: dots become underscores, a leading `taobao.` goes, `_response` follows
 * (top-protocol 3.1: `alibaba.x.y` → `alibaba_x_y_response`, `taobao.time.get` → `time_get_response`).
 */
export function responseName(methodName: string): string {
  return `${methodName.replace(/^taobao\./, '').replaceAll('.', '_')}_response`
}
