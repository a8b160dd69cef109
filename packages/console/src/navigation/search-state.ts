import { useNavigate, useSearch } from '@tanstack/react-router'
import { holdsMobile } from '@yaoquan/api'
import { useCallback, useMemo } from 'react'

/** One search parameter of the URL: how its text becomes a value, and back. */
type Parameter<T> = Readonly<{
  /** @param text as in the URL; undefined if it is not there. Text of a stranger: anything is possible */
  read: (text: string | undefined) => T
  /** @returns undefined for a value that the URL leaves out */
  write: (value: T) => string | undefined
}>

/** The search parameters of a screen, by name. They hold filters, tab and open drawer, so that a reload shows the same. */
export type Parameters = Readonly<
  Record<string, Readonly<{ read: (text: string | undefined) => unknown; write: (value: never) => string | undefined }>>
>

type ValuesOf<P extends Parameters> = { readonly [K in keyof P]: ReturnType<P[K]['read']> }

/** Any text; undefined if it is not there. */
export const textParameter: Parameter<string | undefined> = {
  read: (text) => (text === undefined || text.trim() === '' ? undefined : text),
  write: (value) => (value === '' ? undefined : value),
}

/** One of some words; the first is the default, which the URL leaves out. */
export function choiceParameter<const C extends readonly [string, ...string[]]>(choices: C): Parameter<C[number]> {
  const [first] = choices
  return {
    read: (text) => choices.find((choice) => choice === text) ?? first,
    write: (value) => (value === first ? undefined : value),
  }
}

/** Texts, of which none is empty; none is the default, which the URL leaves out. */
export const listParameter: Parameter<readonly string[]> = {
  read: (text = '') => text.split(',').map(decoded).filter(Boolean),
  write: (values) => (values.length === 0 ? undefined : values.map(encodeURIComponent).join(',')),
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch (error) {
    if (error instanceof URIError) return ''
    throw error
  }
}

/** A whole number of 1 or more; 1 is the default, which the URL leaves out. */
export const pageParameter: Parameter<number> = {
  read: (text = '') => (/^[1-9]\d{0,8}$/.test(text) ? Number(text) : 1),
  write: (value) => (value === 1 ? undefined : String(value)),
}

/** The parameters of a list that is read by cursors. */
export const pageParameters = { page: pageParameter, cursor: textParameter } as const

/** @returns the values of all parameters */
export function readParameters<P extends Parameters>(
  parameters: P,
  raw: Readonly<Record<string, unknown>>,
): ValuesOf<P> {
  const entries = Object.entries(parameters).map(([name, { read }]) => {
    const value = raw[name]
    return [name, read(typeof value === 'string' ? value : undefined)]
  })
  return Object.fromEntries(entries) as ValuesOf<P>
}

/** @returns the texts of the given values, by name; undefined where the URL leaves one out */
export function writeParameters<P extends Parameters>(
  parameters: P,
  values: Partial<ValuesOf<P>>,
): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, parameters[name]?.write(value as never)]),
  )
}

export type Change = Readonly<{
  /** Replaces the entry of the history, so that Back leaves the screen; for filters that are typed. */
  isReplaced?: boolean
}>

/**
 * The search parameters of this screen, as React state that is kept in the URL.
 * @param parameters a constant
 */
export function useSearchState<P extends Parameters>(
  parameters: P,
): readonly [ValuesOf<P>, (values: Partial<ValuesOf<P>>, change?: Change) => void] {
  const raw: Readonly<Record<string, unknown>> = useSearch({ strict: false })
  const navigate = useNavigate()
  const values = useMemo(() => readParameters(parameters, raw), [parameters, raw])
  const change = useCallback(
    (next: Partial<ValuesOf<P>>, { isReplaced = false }: Change = {}) => {
      const texts = writeParameters(parameters, next)
      void navigate({ to: '.', search: ((former: object) => ({ ...former, ...texts })) as never, replace: isReplaced })
    },
    [navigate, parameters],
  )
  return [values, change]
}

/**
 * Like `useSearchState`, for a list that is read by cursors.
 * @returns also a function that changes filters and leads to the first page
 */
export function useListState<P extends Parameters & typeof pageParameters>(
  parameters: P,
): readonly [
  values: ValuesOf<P>,
  change: (values: Partial<ValuesOf<P>>, change?: Change) => void,
  filterBy: (filters: Partial<ValuesOf<P>>) => void,
] {
  const [values, change] = useSearchState(parameters)
  return [values, change, (filters) => change({ ...filters, page: 1, cursor: undefined })]
}

/** Reads the search of a URL: plain texts, the last one of a name. */
export function parseSearch(search: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(search))
}

/** Writes the search of a URL. */
export function stringifySearch(search: Readonly<Record<string, unknown>>): string {
  const texts = Object.entries(search).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : []))
  const text = new URLSearchParams(texts).toString()
  return text === '' ? '' : `?${text}`
}

/** Order numbers that contain a phone. Their index is their key in URLs. A reload empties the list. */
const hidden: string[] = []

/** An order number. If it contains a phone, the URL gets a short key instead (`~0`), and only this page knows which order it means. */
export const orderParameter: Parameter<string | undefined> = {
  read(text) {
    const place = /^~(\d{1,6})$/.exec(text ?? '')?.[1]
    return place === undefined ? textParameter.read(text) : hidden[Number(place)]
  },
  write(value) {
    if (value === undefined || !holdsMobile(value)) return textParameter.write(value)
    const known = hidden.indexOf(value)
    return `~${known === -1 ? hidden.push(value) - 1 : known}`
  },
}
