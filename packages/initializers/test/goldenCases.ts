import type { Parameter } from '@fanin/core'
import { bias, conv, dense, initializers } from './parameter.js'

/** What some initializers cannot do without. */
const needed: Readonly<Record<string, object>> = { muP: { base: 16 }, critical: { biasVariance: 0 } }

/** Those that fill something else than kernels, and the two that fill kernels of convolutions alone. */
const own: Readonly<Record<string, readonly Parameter[]>> = {
  priorBias: [bias(10)],
  skipInit: [bias(1, { role: 'scale', position: { layer: 3, depth: 9, branch: { layer: 2, layers: 2, count: 4 } } })],
  reZero: [bias(1, { role: 'scale' })],
  deltaOrthogonal: [conv(3, 4, 6), conv(2, 8, 8)],
  convolutionAware: [conv(3, 4, 6), conv(5, 3, 8)],
  gabor: [conv(5, 3, 32), conv(7, 1, 16)],
  dct: [conv(3, 3, 16), conv(5, 1, 30)],
  bilinear: [conv(4, 3, 3), conv(3, 2, 4)],
}

const inBranch = (layer: number): Partial<Parameter> => ({
  position: { layer: layer + 1, depth: 8, branch: { layer, layers: 2, count: 3 } },
})

const kernels = [dense(12, 10), conv(3, 4, 6), conv(3, 4, 6, inBranch(1)), conv(3, 4, 6, inBranch(2))]

/** Every initializer on several parameters with two seeds; critical biases and other options of note. */
export const goldenCases = [
  ...[...initializers.keys()].map((name) => ({ name, options: needed[name] ?? {}, on: own[name] ?? kernels })),
  { name: 'critical', options: { activation: 'tanh' }, on: [dense(12, 10, { activation: 'tanh' }), bias(6)] },
  { name: 'heNormal', options: { gain: 'gelu', truncated: false, mode: 'fanOut' }, on: kernels },
  { name: 'orthogonal', options: { wide: 'variance' }, on: [dense(10, 30)] },
  { name: 'identity', options: { centre: 'torch', groups: 2 }, on: [conv(2, 3, 4)] },
  { name: 'priorBias', options: { shares: [1, 2, 5] }, on: [bias(3)] },
].flatMap(({ name, options, on }) =>
  on.flatMap((of, i) =>
    [0, 42].map((seed) => ({
      title: `${name} ${JSON.stringify(options)} ${of.role} ${i + 1} [${of.shape}] seed ${seed}`,
      ...{ name, options, of, seed },
    })),
  ),
)
