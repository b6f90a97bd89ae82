import { definePlugin } from '@fanin/core'
import { constant } from './constant.js'
import { glorotNormal } from './glorotNormal.js'
import { glorotUniform } from './glorotUniform.js'
import { heNormal } from './heNormal.js'
import { heUniform } from './heUniform.js'
import { lecunNormal } from './lecunNormal.js'
import { lecunUniform } from './lecunUniform.js'
import { ones } from './ones.js'
import { orthogonal } from './orthogonal.js'
import { randomNormal } from './randomNormal.js'
import { randomUniform } from './randomUniform.js'
import { truncatedNormal } from './truncatedNormal.js'
import { varianceScaling } from './varianceScaling.js'
import { zeros } from './zeros.js'

/** The built-in initializers, which come in by the same door as everybody else's. */
export const builtInPlugin = definePlugin({
  meta: { name: '@fanin/initializers', namespace: '', contract: 1 },
  initializers: [
    zeros,
    ones,
    constant,
    randomNormal,
    randomUniform,
    truncatedNormal,
    varianceScaling,
    glorotUniform,
    glorotNormal,
    heUniform,
    heNormal,
    lecunUniform,
    lecunNormal,
    orthogonal,
  ],
})

export {
  constant,
  glorotNormal,
  glorotUniform,
  heNormal,
  heUniform,
  lecunNormal,
  lecunUniform,
  ones,
  orthogonal,
  randomNormal,
  randomUniform,
  truncatedNormal,
  varianceScaling,
  zeros,
}
