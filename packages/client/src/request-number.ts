import type { Fields, MethodDefinition, RequestOf } from '@yaoquan/api'

/** The parameters of a method as a caller of the client passes them: without a request number the client makes one. */
export type ParametersOf<M extends MethodDefinition> =
  RequestOf<M> extends Readonly<{ outRequestNo: string }>
    ? Omit<RequestOf<M>, 'outRequestNo'> & Readonly<{ outRequestNo?: string | undefined }>
    : RequestOf<M>

/**
 * Adds a random request number to a write that needs one and has none. All attempts of the call have it, so that it takes effect once.
 * @param params by property name
 */
export function withRequestNumber(fields: Fields, params: object): object {
  const isNeeded = fields['outRequestNo']?.required === true
  return isNeeded && Reflect.get(params, 'outRequestNo') === undefined
    ? { ...params, outRequestNo: randomNumber() }
    : params
}

/** @returns the request number of a call; undefined if it has none */
export function requestNumberOf(params: object): string | undefined {
  const number: unknown = Reflect.get(params, 'outRequestNo')
  return typeof number === 'string' ? number : undefined
}

/** 128 random bits in hex. Not `randomUUID`, which browsers have on https pages only. */
function randomNumber(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
