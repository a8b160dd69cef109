import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { biomeConfig } from './biome-config.ts'

/** `npm run lint:config`: writes biome.json anew after a change of the folder table. */
const path = fileURLToPath(new URL('../../biome.json', import.meta.url))
writeFileSync(path, `${JSON.stringify(biomeConfig(), undefined, 2)}\n`)
