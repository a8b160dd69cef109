import { OperationFault } from '#terminal/faults'

/** The fault of a CSV file whose rows cannot be told apart from `line` on. */
export function damagedCsv(line: number): OperationFault {
  return new OperationFault(
    `文件已损坏: 第 ${line} 行起的引号没有闭合，或一行过长`,
    `a quote that starts in line ${line} is not closed, or the row is too long`,
  )
}
