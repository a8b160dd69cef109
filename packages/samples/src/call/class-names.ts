/**
 * Names of the platform's SDK generators (docs/reference/top-protocol.md, 9.1), so that samples and generated classes
 * fit each other and the SDKs.
 */

/** `alibaba.x.y` → `AlibabaXY`, `taobao.time.get` → `TimeGet`: what `Request` or `Response` follows. */
export function methodClass(methodName: string): string {
  return methodName
    .replace(/^taobao\./, '')
    .split('.')
    .map(capitalised)
    .join('')
}

/** `page_size` → `pageSize`: an underscore and what follows it become a capital, one letter or many. */
export function propertyName(wire: string): string {
  return wire.replaceAll(/_([a-z0-9])/g, (_all, letter: string) => letter.toUpperCase())
}

/** `page_size` → `PageSize`, as in `setPageSize` and in .NET. */
export function capitalProperty(wire: string): string {
  return capitalised(propertyName(wire))
}

/** A type's name without the digits that tell its version. */
export function nestedClass(typeName: string): string {
  return typeName.replace(/\d+$/, '')
}

/**
 * A type's name in PHP, where classes are global. Those of our own methods have a prefix: the platform's SDK, or another
 * vendor's classes beside it, may have a class of the same name.
 */
export function phpClass(typeName: string, methodName: string): string {
  const name = nestedClass(typeName)
  return methodName.startsWith('yaoquan.') ? `Yaoquan${name}` : name
}

function capitalised(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1)
}
