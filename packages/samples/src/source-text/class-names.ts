/*
 * The naming rules of the platform's SDK generators (docs/reference/top-protocol.md, 9.1), so that samples match the
 * generated classes and the SDKs.
 */

/** The class of a method without `Request` or `Response`: `alibaba.x.y` → `AlibabaXY`, `taobao.time.get` → `TimeGet`. */
export function methodClass(methodName: string): string {
  return methodName
    .replace(/^taobao\./, '')
    .split('.')
    .map(capitalised)
    .join('')
}

/** The property name of a wire name: `page_size` → `pageSize`. */
export function propertyName(wire: string): string {
  return wire.replaceAll(/_([a-z0-9])/g, (_all, letter: string) => letter.toUpperCase())
}

/** The property name with a capital, as in `setPageSize` and .NET: `page_size` → `PageSize`. */
export function capitalProperty(wire: string): string {
  return capitalised(propertyName(wire))
}

/** The class name of a type: its name without the trailing version digits. */
export function nestedClass(typeName: string): string {
  return typeName.replace(/\d+$/, '')
}

/**
 * The class name of a type in PHP, where classes are global. Types of `yaoquan.*` methods get a prefix, since the
 * platform's SDK or another vendor's classes may have a class of the same name.
 */
export function phpClass(typeName: string, methodName: string): string {
  const name = nestedClass(typeName)
  return methodName.startsWith('yaoquan.') ? `Yaoquan${name}` : name
}

/** The word with a capital first letter. */
export function capitalised(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1)
}
