/**
 * The first bytes of every XML answer. The space before `?>` is part of the wire format
 * (docs/reference/top-protocol.md, 3.1).
 */
export const xmlDeclaration = '<?xml version="1.0" encoding="utf-8" ?>'

/** The declaration of an answer in GBK. */
export const gbkXmlDeclaration = '<?xml version="1.0" encoding="GBK" ?>'
