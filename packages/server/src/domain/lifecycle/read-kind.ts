/** A kind of read: what it is asked for, and what is found. */
export type ReadKindOf<By, Found> = Readonly<{ by: By; found: Found }>

/** A read of one kind. */
export type ReadOf<Kind extends string, By> = Readonly<{ kind: Kind; by: By }>
