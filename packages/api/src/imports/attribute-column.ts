/** The name of an attribute in a column such as `attribute.skin_type` or `属性.肤质`; undefined for other columns. */
export function attributeOfColumn(name: string): string | undefined {
  return /^(?:attribute|属性)\.(.+)$/i.exec(name.trim())?.[1]?.trim()
}
