/** Opens every XML answer; the blank before `?>` is the platform's own (docs/reference/top-protocol.md, 3.1). */
export const xmlDeclaration = '<?xml version="1.0" encoding="utf-8" ?>'

/** Of an answer in GBK. */
export const gbkXmlDeclaration = '<?xml version="1.0" encoding="GBK" ?>'
