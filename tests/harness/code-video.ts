import { writeFileSync } from 'node:fs'

/** Dark or light squares of a picture, row by row. */
type Squares = readonly (readonly boolean[])[]

const [width, height] = [640, 480] as const
const framesPerSecond = 5
/** Each code is shown for four seconds. */
const framesEach = 4 * framesPerSecond

/**
 * Writes a video of codes, one after the other, for Chromium's `--use-file-for-fake-video-capture`, which repeats it.
 * @param path ends with `.y4m`
 */
export function writeCodeVideo(path: string, codes: readonly Squares[]): void {
  const chroma = Buffer.alloc((width * height) / 2, 128)
  const head = Buffer.from(`YUV4MPEG2 W${width} H${height} F${framesPerSecond}:1 Ip A1:1 C420\n`)
  const frames = codes.flatMap((code) => {
    const frame = Buffer.concat([Buffer.from('FRAME\n'), pictureOf(code), chroma])
    return Array.from({ length: framesEach }, () => frame)
  })
  writeFileSync(path, Buffer.concat([head, ...frames]))
}

/** The QR code of `KM261010A`, version 1 with error correction M (ISO/IEC 18004). */
export const qrOfCoupon: Squares = [
  '#######..###..#######',
  '#.....#.#...#.#.....#',
  '#.###.#..#.##.#.###.#',
  '#.###.#...###.#.###.#',
  '#.###.#.#.#.#.#.###.#',
  '#.....#...#.#.#.....#',
  '#######.#.#.#.#######',
  '.........####........',
  '#.#.#.#...##....#..#.',
  '####.#.##.....##.#.##',
  '.#..###.....#...#.#..',
  '..##...##.....##..#..',
  '#.....##..#.#.#.#.#..',
  '........#..#.#.#.#..#',
  '#######...##.####.#..',
  '#.....#..#.###...#.#.',
  '#.###.#.#..#.##...###',
  '#.###.#...#...######.',
  '#.###.#.#...#..###..#',
  '#.....#..##...#....##',
  '#######.#...#.#.#.#.#',
].map((row) => Array.from(row, (square) => square === '#'))

/** A bar code, Code 128 in set B (ISO/IEC 15417): digits, capitals and hyphens among others. */
export function code128(text: string): Squares {
  const values = Array.from(text, (letter) => letter.charCodeAt(0) - 32)
  const sum = values.reduce((total, value, place) => total + value * (place + 1), startB)
  const widths = [startB, ...values, sum % 103].map((value) => patterns[value] ?? '').join('') + stop
  const bars = Array.from(widths).flatMap((count, place) =>
    Array.from({ length: Number(count) }, () => place % 2 === 0),
  )
  return Array.from({ length: Math.round(bars.length / 3) }, () => bars)
}

const startB = 104
const stop = '2331112'

/** Widths of bars and gaps of each value. */
const patterns =
  (
    '212222222122222221121223121322131222122213122312132212221213221312231212112232122132122231113222123122123221223211221132221231213212223112' +
    '312131311222321122321221312212322112322211212123212321232121111323131123131321112313132113132311211313231113231311112133112331132131113123' +
    '113321133121313121211331231131213113213311213131311123311321331121312113312311332111314111221411431111111224111422121124121421141122141221' +
    '112214112412122114122411142112142211241211221114413111241112134111111242121142121241114212124112124211411212421112421211212141214121412121' +
    '111143111341131141114113114311411113411311113141114131311141411131211412211214211232'
  ).match(/\d{6}/g) ?? []

/** The squares as large as they fit, with the quiet zone around them, on light ground. */
function pictureOf(code: Squares): Buffer {
  const columns = code[0]?.length ?? 1
  const size = Math.floor(Math.min((width * 0.8) / columns, (height * 0.7) / code.length))
  const [left, top] = [Math.floor((width - columns * size) / 2), Math.floor((height - code.length * size) / 2)]
  const picture = Buffer.alloc(width * height, 235)
  for (let y = 0; y < code.length * size; y += 1) {
    for (let x = 0; x < columns * size; x += 1) {
      if (code[Math.floor(y / size)]?.[Math.floor(x / size)]) picture[(top + y) * width + left + x] = 16
    }
  }
  return picture
}
