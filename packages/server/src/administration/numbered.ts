/** The number of a request; undefined: it is done each time. */
export type Numbered = Readonly<{ requestNo?: string | undefined }>
